"""A page as it is exported, without its content."""

FRAME = (
    "<!DOCTYPE html>\n<html><head><title></title></head><body><div class=\"layout\"><nav class='contents'><details>"
    "<summary>Contents</summary><ol></ol></details></nav><main id='content'>{}</main></div></body></html>"
)
