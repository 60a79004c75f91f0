"""M: what the model refuses, each fault once, with its words."""

from generator.diagnostics import Rule

GUIDE = "编制指南"

MISSING = Rule(
    "M101",
    "必填内容没有填写",
    "没有填写「{field}」",
    "请补上「{field}」：{meaning}",
)
UNKNOWN_KEY = Rule(
    "M102",
    "登记表中没有的字段",
    "「{key}」不是{record}的字段",
    "{cure}",
)
WORD_NOT_LISTED = Rule(
    "M103",
    "不是规定用语",
    "「{field}」不能写「{value}」",
    "{cure}",
    article=GUIDE,
)
MAPPING_EXPECTED = Rule(
    "M104",
    "应分项填写",
    "「{field}」应分项填写，现为{found}",
    "请逐项写成“字段: 内容”，每项一行；可填的字段：{keys}",
)
LIST_EXPECTED = Rule(
    "M105",
    "应逐条列出",
    "「{field}」应逐条列出，现为{found}",
    "请每条另起一行，以“- ”（减号加空格）开头",
)
TEXT_EXPECTED = Rule(
    "M106",
    "应写一段文字",
    "「{field}」应是一段文字，现为{found}",
    "请在冒号和空格之后直接写内容",
)
TEXT_TOO_LONG = Rule(
    "M107",
    "文字过长",
    "「{field}」最多 {limit} 个字，现有 {length} 个字",
    "请精简到 {limit} 个字以内",
)
SEVERAL_LINES = Rule(
    "M108",
    "应写在一行内",
    "「{field}」只能写一行",
    "请把内容合并为一行",
)
NOT_A_DATE = Rule(
    "M109",
    "日期不存在或写法不对",
    "「{value}」不是有效日期",
    "请按“年-月-日”写实际存在的日期，例如 2026-03-01",
)
NOT_A_NUMBER = Rule(
    "M110",
    "不是数字",
    "「{field}」应是 {low} 到 {high} 之间的整数，现为「{value}」",
    "请只写阿拉伯数字，不带单位、逗号或小数",
)
BAD_RESOURCE_CODE = Rule(
    "M111",
    "资源代码写法不对",
    "「{value}」不是有效的资源代码",
    "代码由类（1位）、项（2位）、目（3位）、细目和“/”后的顺序码组成，例如 307011/000001",
    article=GUIDE,
)
BAD_REGION = Rule(
    "M112",
    "行政区划代码不存在",
    "「{value}」不是现行的行政区划代码",
    "请按 GB/T 2260 写六位代码，例如湖南省 430000、长沙市 430100",
    article="GB/T 2260",
)
BAD_CREDIT_CODE = Rule(
    "M113",
    "统一社会信用代码校验不符",
    "「{value}」不是有效的统一社会信用代码",
    "请对照登记证书核对 18 位代码；暂不掌握的，请留空，不要编造",
    article="GB 32100-2015",
)
BAD_COUNT = Rule(
    "M114",
    "条数超出范围",
    "「{field}」{bound}，现有 {length} 条",
    "请核对后增减",
)
FILE_MISSING = Rule(
    "M118",
    "缺少登记文件",
    "缺少登记文件 {file}",
    "请新建该文件，写明：{keys}",
    article="办法第八条、第九条",
)
BAD_FOLDER_NAME = Rule(
    "M120",
    "简称写法不对",
    "「{value}」不能用作{field}",
    "一处只写一个{field}；请只用汉字、字母、数字和“·”“-”“（）”，不超过 {limit} 个字",
)
BAD_CODE_PART = Rule(
    "M121",
    "分类代码位数不对",
    "{level}的代码应为 {width} 位数字，现为「{value}」",
    "请按代码表补足位数，例如项为 01、目为 001",
    article=GUIDE,
)
BAD_ADDRESS = Rule(
    "M122",
    "网址写法不对",
    "「{value}」不是可用的网址",
    "网址须以 http:// 或 https:// 开头，不含空格",
)

BLANK_ENTRY = Rule(
    "M123",
    "列表中有空条",
    "「{field}」中有一条没有填写",
    "请补上内容，或者删去这一条",
)

BAD_LEDGER_NUMBER = Rule(
    "M125",
    "台账编号写法不对",
    "「{value}」不是台账编号",
    "台账编号是四位年份、半角连字符和四位顺序号，如 2026-0007，即台账文件的文件名",
)
BAD_COMMIT_ID = Rule(
    "M126",
    "提交编号写法不对",
    "「{value}」不是完整的提交编号",
    "请粘贴 git log 所列的 40 位提交编号全文，只有数字和小写字母 a 至 f",
)
BAD_ACCOUNT = Rule(
    "M127",
    "提交账号写法不对",
    "「{value}」不能用作提交账号",
    "请写邮箱（如 bianmu01@example.gov.cn）、邮箱后缀（如 @example.gov.cn）或者平台账号，不含空格",
)

RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
