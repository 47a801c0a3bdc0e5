"""What the commands on documents print, where what they print was written by somebody who means harm."""

from needs.commands import editions

ROW = dict.fromkeys(("partnership", "what", "group", "area", "then", "now", "period_then", "period_now"), "x") | {
    "what": "changed",
    "title": "Waits\x1b]0;owned\x07",
    "difference_in_words": "\x1b[2J",
    "remark": "a\u202eb",
}


def test_what_commands_a_terminal_or_turns_text_is_shown_by_its_number(capsys):
    editions._print_table("changed", [ROW])
    said = capsys.readouterr().out

    assert r"\x1b]0;owned\x07" in said and r"\x1b[2J" in said and r"a\u202eb" in said
    assert not set("\x1b\x07\u202e") & set(said)
