"""Claims with what changes around them: the files that should prove them, the officer's marks, the same file elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.engine.models.edition import Material
from zhiqiang.queries.submissions import Elsewhere
from zhiqiang.records.models import Attachment, Remark, Submission, TypeCheck
from zhiqiang.web.office.reading import Claim, Reading


@dataclass(frozen=True, slots=True)
class Proof:
    """A file in use for a material.

    `fresh`: put in with the correction. `elsewhere`: the same content in other hands. `type`: what of a Word file does not
    keep to the prescribed type.
    """

    attachment: Attachment
    material: str
    fresh: bool
    elsewhere: Elsewhere | None
    type: tuple[str, ...] = ()

    @property
    def file(self):
        """The stored file."""
        return self.attachment.file


@dataclass(frozen=True, slots=True)
class Asked:
    """A place noted for correction."""

    place: str
    label: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one material, with the names of those the correction took away."""

    material: Material
    label: str
    proofs: tuple[Proof, ...]
    gone: tuple[str, ...]

    @property
    def place(self) -> str:
        """How a return names it."""
        return f"material:{self.material.id}"


@dataclass(frozen=True, eq=False)
class Card:
    """One claim as it stands on the officer's desk."""

    claim: Claim
    folders: tuple[Folder, ...]
    seen: Remark | None
    asked: tuple[Asked, ...]

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Every file that should prove it."""
        return tuple(proof for folder in self.folders for proof in folder.proofs)

    @property
    def unproved(self) -> bool:
        """Points are claimed, or a document is required, and there is no file at all."""
        return self.claim.earned and bool(self.folders) and not self.proofs

    @property
    def doubtful(self) -> bool:
        """A cross-check warns, or a file lies in another enterprise's hands as well."""
        return bool(self.claim.warnings) or any(proof.elsewhere for proof in self.proofs)

    @property
    def changed(self) -> bool:
        """Whether the correction changed its figures, its points or its files."""
        return self.claim.changed or any(
            folder.gone or any(proof.fresh for proof in folder.proofs) for folder in self.folders
        )


@dataclass(frozen=True, eq=False)
class Files:
    """All files handed in, by material, in the scheme's order."""

    folders: dict[str, Folder]

    def of(self, materials: Iterable[Material]) -> tuple[Folder, ...]:
        """The folders of these materials."""
        return tuple(self.folders[one.id] for one in materials if one.id in self.folders)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Every file in use."""
        return tuple(proof for folder in self.folders.values() for proof in folder.proofs)


def files_of(
    materials: dict[str, Material],
    used: dict[str, list[Attachment]],
    elsewhere: dict[str, Elsewhere],
    checks: dict[int, TypeCheck],
    before: Submission | None,
    now: Submission,
    lang: str,
) -> Files:
    """Sort the files in use into the scheme's materials."""
    folders = {}
    old = _names(before)
    new = _names(now)
    for id, material in materials.items():
        label = material.name(lang)  # type: ignore[arg-type]
        proofs = tuple(
            Proof(
                one, label, before is not None and one.at > before.at, elsewhere.get(one.file.digest),
                tuple(en if lang == "en" else zh for zh, en in (checks[one.pk].found if one.pk in checks else ())),
            )
            for one in used.get(id, ())
        )
        gone = tuple(name for name, digest in old.get(id, ()) if (name, digest) not in new.get(id, ()))
        folders[id] = Folder(material, label, proofs, gone)
    return Files(folders)


def _names(submission: Submission | None) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for one in submission.files if submission else ():
        found.setdefault(one["material"], []).append((one["name"], one["digest"]))
    return found


def cards(reading: Reading, files: Files, remarks: Sequence[Remark]) -> dict[str, Card]:
    """Every claim's card, by its id, in the order they are read."""
    seen = {one.place.removeprefix("claim:"): one for one in remarks if one.kind == Remark.Kind.SEEN}
    asked = {one.place: one for one in remarks if one.kind == Remark.Kind.CORRECT}
    found = {}
    for claim in reading.claims():
        names = dict(claim.places)
        mine = tuple(
            Asked(place, names[place], asked[place].note, asked[place].by.name) for place in names if place in asked
        )
        found[claim.id] = Card(claim, files.of(claim.evidence), seen.get(claim.id), mine)
    return found


SHOWS = {
    "": gettext_lazy("全部"),
    "unproved": gettext_lazy("缺证明"),
    "doubtful": gettext_lazy("有提示"),
    "changed": gettext_lazy("有改动"),
    "asked": gettext_lazy("待补正"),
    "unseen": gettext_lazy("未核"),
}


def shows(card: Card, which: str) -> bool:
    """Whether a card belongs to one of SHOWS."""
    match which:
        case "unproved":
            return card.unproved
        case "doubtful":
            return card.doubtful
        case "changed":
            return card.changed
        case "asked":
            return bool(card.asked)
        case "unseen":
            return card.seen is None and not card.asked
    return True


def words_elsewhere(found: Elsewhere) -> str:
    """Where else the same file lies, without naming whom the officer may not see."""
    seen = "、".join(one.enterprise.name for one in found.seen)
    if seen and found.hidden:
        return _("%(names)s 和另外 %(number)d 家不在你局辖区的企业也交了内容完全相同的文件。辖区外的请向省局核实。") % {
            "names": seen, "number": found.hidden,
        }  # fmt: skip
    if seen:
        return _("%(names)s 也交了内容完全相同的文件。") % {"names": seen}
    return _("另有 %(number)d 家不在你局辖区的企业交了内容完全相同的文件，请向省局核实。") % {"number": found.hidden}
