"""N: names and codes of resources."""

from collections.abc import Iterator

from generator.model.register import Register
from generator.rules.registry import Problem, rule


@rule(
    "N101",
    "资源代码重复",
    message="资源代码 {code} 与 {first_file} 重复",
    hint="请将后登记的一项改用本目下尚未使用的顺序码；代码一经使用不得改作他用",
    article="编制指南",
)
def duplicate_code(register: Register) -> Iterator[Problem]:
    first_files: dict[str, str] = {}
    for filed in register.resources:
        code = filed.resource.code
        if code is None:
            continue
        first_file = first_files.setdefault(code, filed.file)
        if first_file != filed.file:
            yield Problem(("资源代码",), file=filed.file, values={"code": code, "first_file": first_file})
