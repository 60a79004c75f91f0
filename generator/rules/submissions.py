"""C21: what a submitter may not change, 办法第六、九条; judged where a request's submitters are known."""

from generator.diagnostics import Rule, Severity

FOLDER_OF_ANOTHER = Rule(
    "C211",
    "改动了其他部门的目录",
    "「{units}」改动了 {place}，不归其编制",
    "请只改动本部门的目录，以及本部门牵头或者会同编制的目录；确需改动的，请该部门提出",
    "办法第九条第二款、条例第十二条",
)
FILE_OF_THE_AUTHORITY = Rule(
    "C212",
    "改动了主管部门的文件",
    "「{units}」改动了主管部门的文件 {place}",
    "主管部门、部门、日历和豁免文件由主管部门提出改动；请撤回，改向主管部门提出",
    "办法第六条、第九条第二款",
)
PROGRAM = Rule(
    "C213",
    "改动了校验程序或者工作流程",
    "「{units}」改动了登记册以外的文件，共 {count} 个，如 {place}",
    "校验程序、规则、工作流程和网站模板由主管部门提出改动；请撤回这些改动，只提交 catalogues 下的内容",
    "办法第六条",
)
UNKNOWN_SUBMITTER = Rule(
    "C214",
    "提交人不属于任何部门",
    "没有部门登记了提交账号「{account}」，无法核对其可以改动的范围",
    "请主管部门在部门文件的「提交账号」中登记；审核人合并前请核实提交人的身份",
    "办法第九条第二款",
    Severity.WARNING,
)
RULES = (FOLDER_OF_ANOTHER, FILE_OF_THE_AUTHORITY, PROGRAM, UNKNOWN_SUBMITTER)
