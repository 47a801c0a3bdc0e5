"""Needs assessments for drug and alcohol partnerships, from files to finished documents."""
