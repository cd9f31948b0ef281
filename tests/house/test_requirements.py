from tests.requirements import ROOT, in_short, known


def test_the_list_is_whole():
    ids = list(known())

    assert ids == [
        f"{kind}{n:02}" for kind, last in (("N", 39), ("S", 40), ("X", 10)) for n in range(1, last + 1)
    ]


def test_runs_of_ids_are_told_in_short():
    assert in_short(["N01", "N02", "N03", "S05", "X01", "X03"]) == "N01-N03 S05 X01 X03"


def test_an_unknown_id_fails_its_test_and_a_failing_test_proves_nothing(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.requirement("Z99")
        def test_unknown():
            pass

        @pytest.mark.requirement("S28")
        def test_broken():
            assert 1 == 2

        @pytest.mark.requirement("S29", "S30")
        def test_good():
            pass
        """
    )

    result = pytester.runpytest_subprocess(
        "-p", "no:django", "-p", "tests.requirements", "-p", "no:cacheprovider"
    )

    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines(["*unknown requirement Z99*"])
