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

RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
