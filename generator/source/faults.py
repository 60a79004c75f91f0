"""Y: what the door to YAML refuses, each fault once, with its words."""

from generator.diagnostics import Rule, Severity

NOT_UTF8 = Rule(
    "Y101",
    "文件不是 UTF-8 编码",
    "第 {line} 行有不是 UTF-8 编码的文字{guess}",
    "请用编辑器打开，确认汉字显示正常后，另存为 UTF-8 编码",
)
BYTE_ORDER_MARK = Rule(
    "Y102",
    "文件开头有字节顺序标记",
    "文件开头有看不见的字节顺序标记（BOM）",
    "请另存为“UTF-8（无 BOM）”",
    severity=Severity.WARNING,
)
TOO_LARGE = Rule(
    "Y103",
    "文件过大",
    "文件有 {size} 字节，超过上限 {limit} 字节",
    "一个文件只登记一项资源；请拆分，或删去不属于目录的内容",
)
HIDDEN_CHARACTER = Rule(
    "Y104",
    "含有看不见的字符",
    "含有看不见或者会改变显示顺序的字符 {character}",
    "请删去该字符，重新键入前后的文字",
)
FULL_WIDTH = Rule(
    "Y105",
    "用了全角标点",
    "此处的“{mark}”是全角标点，应写半角“{right}”",
    "请切换到英文输入状态，改为：{example}",
)
SYNTAX = Rule(
    "Y106",
    "不符合 YAML 写法",
    "{fault}",
    "{cure}",
)
NO_SPACE_AFTER_COLON = Rule(
    "Y107",
    "冒号后没有空格",
    "「{key}」的冒号后面没有空格",
    "请在冒号后加一个空格，改为：{example}",
)
TAB = Rule(
    "Y108",
    "用制表符缩进",
    "行首用了制表符（Tab）",
    "请改用空格缩进，每层两格",
)
DUPLICATE_KEY = Rule(
    "Y109",
    "字段重复",
    "「{key}」在同一处填写了两次",
    "请只保留一处；程序按先写的一处读取",
)
ANCHOR_OR_ALIAS = Rule(
    "Y110",
    "用了引用标记",
    "不能使用引用标记「{mark}」",
    "请把内容写全；内容本身以 & 或 * 开头的，用单引号括起来",
)
TAG = Rule(
    "Y111",
    "用了类型标记",
    "不能使用类型标记「{tag}」",
    "请删去；内容本身以 ! 开头的，用单引号括起来",
)
KEY_NOT_TEXT = Rule(
    "Y112",
    "字段名不是文字",
    "此处的字段名不是一段文字",
    "请按“字段: 内容”书写，字段名用规定用语",
)
SEVERAL_DOCUMENTS = Rule(
    "Y113",
    "一个文件写了多份内容",
    "文件中出现了「{mark}」",
    "一个文件只登记一项；请删去该行，或拆成多个文件",
)
TOO_DEEP = Rule(
    "Y114",
    "层次过深或者内容过多",
    "内容超过 {limit} {unit}",
    "请检查缩进和括号，删去多余的层次",
)
NOT_A_RECORD = Rule(
    "Y115",
    "没有登记内容",
    "文件里没有“字段: 内容”",
    "请按模板逐项填写；文件开头不要写“- ”",
)
UNFIT_FILE = Rule(
    "Y116",
    "文件或者文件名不可用",
    "{fault}",
    "{cure}",
)
MISPLACED_FILE = Rule(
    "Y117",
    "文件不在规定位置",
    "此处不应有这个文件",
    "{cure}",
    article="办法第九条",
)
NOT_CANONICAL = Rule(
    "Y118",
    "写法与规范格式不同",
    "自此行起，字段顺序、缩进或者空格与规范格式不同",
    "请运行 mulu fmt {file}，内容和注释都不会改变",
    severity=Severity.WARNING,
)

RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))

ANY_SYNTAX_FAULT = ("此处不符合 YAML 写法", "请对照模板检查缩进、冒号、引号和括号")
UNALIGNED = ("此处的缩进与上文不一致", "请与同一层的其他字段左端对齐")
NO_KEY = ("冒号前缺少字段名", "请补上字段名，或者删去该行")
AFTER_ITS_END = ("引号或者括号之后还有内容", "请用单引号把整段内容括起来")
SYNTAX_FAULTS = (
    ("could not find expected ':'", ("此处缺少冒号", "请写成“字段: 内容”；内容换行时，下一行要多缩进两格")),
    (
        "mapping values are not allowed",
        ("此处多了一个冒号，或者缩进不对", "内容里有冒号加空格的，用单引号把整段内容括起来；否则请与上一字段对齐"),
    ),
    ("did not find expected key", UNALIGNED),
    ("did not find expected '-' indicator", ("此处的缩进与上文各条不一致", "请让同一列表的“- ”左端对齐")),
    ("block sequence entries are not allowed", ("“- ”不能与字段写在同一行", "请另起一行，缩进两格再写“- ”")),
    ("did not find expected ',' or", ("方括号或者花括号没有成对", "请补上另一半括号；各项之间用半角逗号")),
    ("found unexpected end of stream", ("引号没有成对", "请在内容末尾补上引号")),
    ("found unexpected document indicator", ("引号没有成对", "请在内容末尾补上引号")),
    ("unknown escape character", ("双引号内的反斜杠写法不对", "请改用单引号，或者去掉反斜杠")),
    ("did not find expected hexdecimal number", ("双引号内的反斜杠写法不对", "请改用单引号，或者去掉反斜杠")),
    ("did not find expected alphabetic", ("内容不能以 & 或者 * 开头", "请用单引号把整段内容括起来")),
    ("cannot start any token", ("内容不能以这个符号开头", "请用单引号把整段内容括起来")),
    ("did not find expected node content", ("此处缺少内容", "请补上内容，或者删去多余的标点")),
    ("while scanning a tag", ("内容不能以 ! 开头", "请用单引号把整段内容括起来")),
    ("directive", ("文件开头不能写以 % 开头的行", "请删去该行")),
    ("did not find expected comment or line break", ("“|”或者“>”后面不能直接写内容", "请另起一行，缩进两格再写内容")),
    ("undefined tag handle", ("内容不能以 ! 开头", "请用单引号把整段内容括起来")),
    ("did not find the expected", ("此处缺少标点", "请用单引号把整段内容括起来")),
)
"""What the parser says, and that fault and cure in words; the first that fits counts."""
