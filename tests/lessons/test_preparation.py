"""What the lessons have made before the first visitor comes."""

from xentviz.lessons.preparation import to_prepare


def test_everything_that_is_prepared_can_be_made() -> None:
    tasks = list(to_prepare())
    assert len(tasks) > 5
    for task in tasks:
        task()
