"""YAML to nodes: text stays text, places are right, and no input does harm."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.nodes import (
    MAX_DEPTH,
    MAX_LENGTH,
    Mapping,
    Node,
    Scalar,
    Sequence,
    decode,
    read,
)


def plain(node: Node | None) -> object:
    """A node as plain data."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.text: plain(value) for key, value in entries}
        case None:
            return None


def mistakes(text: str) -> list[tuple[int, int, str]]:
    """Line, column and message of each."""
    root, problems = read(text)
    assert root is None
    return [(problem.span.line, problem.span.column, problem.message) for problem in problems]


def test_every_scalar_stays_text() -> None:
    root, problems = read("a: 1:30\nb: 0310\nc: on\nd: null\ne: ~\nf:\ng: 1e3\nh: 2024-05-31\n")
    assert not problems
    assert plain(root) == {
        "a": "1:30",
        "b": "0310",
        "c": "on",
        "d": "null",
        "e": "~",
        "f": "",
        "g": "1e3",
        "h": "2024-05-31",
    }


def test_spans_count_from_one_and_in_characters() -> None:
    root, _ = read("é: x\nliste:\n  - 😀 squats # yes\n")
    assert isinstance(root, Mapping)
    (_, first), (key, second) = root.entries
    assert first.span == Span(1, 4, 1, 5)
    assert key.span == Span(2, 1, 2, 6)
    assert isinstance(second, Sequence)
    assert second.items[0].span == Span(3, 5, 3, 13)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("- 30s squats\n", 7),
        ("- '30s squats'\n", 8),
        ('- "30s squats"\n', 8),
        ("- &easy 30s squats\n", 13),
        ("-   30s squats   # slowly\n", 9),
    ],
)
def test_a_part_of_a_scalar_has_its_place(text: str, column: int) -> None:
    root, _ = read(text)
    assert isinstance(root, Sequence)
    (scalar,) = root.items
    assert isinstance(scalar, Scalar)
    assert scalar.at(4, 10) == Span(1, column, 1, column + 6)


def test_a_part_of_rewritten_text_has_the_place_of_the_whole() -> None:
    root, _ = read('- "30s \\x73quats"\n')
    assert isinstance(root, Sequence)
    (scalar,) = root.items
    assert isinstance(scalar, Scalar)
    assert scalar.text == "30s squats"
    assert scalar.at(4, 10) == scalar.span == Span(1, 3, 1, 18)


def test_pasted_lines_keep_their_places() -> None:
    root, _ = read("list:\n  • one\n\n  • two\nblock: |\n  three\n  four\n")
    assert isinstance(root, Mapping)
    pasted, block = (value for _, value in root.entries)
    assert isinstance(pasted, Scalar)
    assert isinstance(block, Scalar)
    assert [(line.text, line.span.line, line.span.column) for line in pasted.lines] == [
        ("• one", 2, 3),
        ("• two", 4, 3),
    ]
    assert [(line.text, line.span.line) for line in block.lines] == [("three", 6), ("four", 7)]


def test_an_alias_stands_where_it_is_used() -> None:
    root, _ = read("a: &x [1, 2]\nb: *x\n")
    assert isinstance(root, Mapping)
    assert plain(root) == {"a": ["1", "2"], "b": ["1", "2"]}
    assert root.entries[1][1].span == Span(2, 4, 2, 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, 1, "the file is empty")]),
        ("# nothing\n", [(1, 1, "the file is empty")]),
        ("a: b: c\n", [(1, 5, "a second colon on this line, or a line that is indented too far")]),
        ("\ta: b\n", [(1, 1, "a tab cannot indent a line")]),
        ("a:\n\t- b\n", [(2, 1, "a tab cannot indent a line")]),
        ('a: "x\nb: c\n', [(1, 4, "a quotation mark opens here and never closes")]),
        ("a: b\nwork:out\nc: d\n", [(2, 6, "a space is missing after the colon")]),
        ("title:Legs\nb: c\n", [(1, 7, "a space is missing after the colon")]),
        ("a: [b, c\nd: e\n", [(2, 2, "this bracket list is not closed, or a comma is missing")]),
        ("a: b\n- c\n", [(2, 1, "this line does not fit the lines above it")]),
        ("a: @b\n", [(1, 4, "text cannot begin with this character")]),
        ("a: b\0c\n", [(1, 5, "a control character (U+0000) cannot stand in a workout")]),
        ("a: b\n---\nc: d\n", [(2, 1, "a second document begins here")]),
        ("- *x\n", [(1, 3, "there is no anchor `&x`")]),
        ("- &x [*x]\n", [(1, 7, "`*x` stands inside `&x`: it would never end")]),
        ("[a]: b\n", [(1, 1, "a key must be text")]),
        (
            "a: 1\na: 2\n<<: {}\nb: !!python/object:os.system x\n",
            [
                (2, 1, "repeated key `a`"),
                (3, 1, "merge keys (`<<`) are not supported"),
                (4, 4, "tags such as `!!python/object:os.system` have no meaning in a workout"),
            ],
        ),
    ],
)
def test_what_is_no_yaml_is_said_in_plain_words(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert mistakes(text) == expected


def test_bytes_become_text() -> None:
    assert decode("título\r\n".encode()) == ("título\r\n", ())
    assert decode("a: b".encode("utf-8-sig")) == ("a: b", ())
    assert decode("a: é".encode("utf-16")) == ("a: é", ())


def test_bytes_that_are_no_text_have_a_place() -> None:
    text, (problem,) = decode(b"title: x\nauthor: Ren\xe9\n")
    assert text == "title: x\nauthor: Ren\ufffd\n"
    assert problem.message == "this is not UTF-8 text (byte 0xe9)"
    assert problem.span == Span(2, 12, 2, 13)


def test_line_ends_of_windows_do_not_matter() -> None:
    windows, _ = read("a: b\r\nc:\r\n  - d\r\n")
    unix, _ = read("a: b\nc:\n  - d\n")
    assert plain(windows) == plain(unix)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "the aliases multiply to more than 10,000 values"),
        ("[" * MAX_LENGTH, f"lists and mappings are nested more than {MAX_DEPTH} deep"),
        ("- " * (MAX_LENGTH // 2), f"lists and mappings are nested more than {MAX_DEPTH} deep"),
        ("{a: " * (MAX_LENGTH // 4), f"lists and mappings are nested more than {MAX_DEPTH} deep"),
        ("- a\n" * (MAX_LENGTH // 4), "the file holds more than 10,000 values"),
        (
            "a" * (MAX_LENGTH + 1),
            "the file is too large: a workout has at most 1,048,576 character",
        ),
        ('"' + "a" * (MAX_LENGTH - 1), "a quotation mark opens here and never closes"),
    ],
    ids=["bomb", "brackets", "dashes", "braces", "lines", "large", "quote"],
)
def test_hostile_files_are_refused_at_once(text: str, message: str) -> None:
    begin = time.process_time()
    ((_, _, found),) = mistakes(text)
    assert found.startswith(message)
    assert time.process_time() - begin < 2


def test_large_files_are_refused_before_they_are_decoded() -> None:
    text, (problem,) = decode(b"a" * (5 * MAX_LENGTH))
    assert text == ""
    assert problem.message.startswith("the file is too large")


FRAGMENTS = "a : - [ ] { } & * ! | > ' \" # , ? \n \t << --- ... &a *a % @ ` \\"


@given(st.text() | st.lists(st.sampled_from(FRAGMENTS.split(" ")), max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    root, problems = read(text)
    assert (root is None) == bool(problems)


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    text, problems = decode(data)
    assert isinstance(text, str)
    assert all(problem.span.line >= 1 for problem in problems)
