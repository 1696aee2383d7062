"""What the editor of plans of anonymised information says, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Text

PLANS: dict[str, Text] = {
    "plan": Text("加工の計画", "Plan"),
    "plans": Text("加工の計画", "Plans"),
    "plans_said": Text(
        "何を、どこまで粗くして、誰に出すかを書き、できる表を見てから作ります。計画は YAML で、開くと証跡に残ります。",
        "A plan says what leaves, how coarse, and for whom; look at what it makes, then make it. Plans are YAML, and "
        "each opening is on record.",
    ),
    "plan_new": Text("新しい計画を始める", "Begin a plan"),
    "plan_begin": Text("この厳しさで始める", "Begin with this"),
    "plan_saved": Text("保存", "Saved"),
    "plan_newest": Text("版", "Version"),
    "plan_kept": Text("{0} 版として保存しました。", "Kept as version {0}."),
    "plan_made": Text("第{0}号を作りました。別の承認者の承認を待ちます。", "Made no. {0}; another has to approve it."),
    "plan_version": Text("{0}（{1} 版）", "{0} (version {1})"),
    "plans_compared": Text("計画を比べる", "Two plans side by side"),
    "plan_differences": Text("書いてあることの違い", "What is written differently"),
    "plan_no_differences": Text("違いはありません。", "There is no difference."),
    "line_added": Text("加わった行", "added"),
    "line_taken": Text("なくなった行", "taken out"),
    "plan_measure": Text("両方の結果を測る", "Measure what each makes"),
    "plan_measure_said": Text(
        "両方の計画で表を作ってみて、結果だけを並べます。情報を使うので、二件とも証跡に残ります。",
        "Both tables are made, and their figures laid side by side. It uses information: both are on record.",
    ),
    "plan_results": Text("結果の違い", "What each makes"),
    "plan_item": Text("公表する項目", "Published item"),
    "plan_use": Text("扱い", "Use"),
    "use_out": Text("出さない（削除）", "Leave out (deleted)"),
    "use_quasi": Text("一般化して出す", "Release, generalised"),
    "use_sensitive": Text("値のまま出す（多様性を確かめる）", "Release as it is, checked for diversity"),
    "plan_name": Text("列の名前", "Column"),
    "plan_from": Text("元の項目", "Taken from"),
    "plan_take": Text("値の取り方", "What is taken"),
    "plan_hierarchy": Text("一般化の階層", "Hierarchy"),
    "hierarchy_own": Text("取り方に合わせる", "As what is taken has it"),
    "plan_l": Text("違う値の数（ℓ）", "Different values (ℓ)"),
    "plan_merge_below": Text("まれな値をまとめる（人未満）", "Merge values of fewer people than"),
    "plan_bottom": Text("下をまとめる", "Bottom"),
    "plan_top": Text("上をまとめる", "Top"),
    "plan_more": Text("細かい指定", "More"),
    "plan_title_ja": Text("題名（日本語）", "Title (Japanese)"),
    "plan_title_en": Text("題名（英語）", "Title (English)"),
    "plan_strict": Text("用途と厳しさ", "For whom, and how strict"),
    "plan_strict_do": Text("選んだ用途の既定値にする", "Use the figures of what is chosen"),
    "preset_asks": Text(
        "k {0}、ℓ {1}、削除 {2} まで、平均リスク {3} まで、まれな値 {4} 人、公表から {5} 日",
        "k {0}, ℓ {1}, at most {2} left out, average risk {3}, rare values {4}, {5} days from publication",
    ),
    "plan_columns": Text("出す項目", "Items that leave"),
    "plan_figures": Text("条件", "What it must keep to"),
    "plan_k": Text("同じ特徴の人の数（k）", "People who look alike (k)"),
    "plan_suppress": Text("削除してよい行（%）", "Rows that may be left out (%)"),
    "plan_average_risk": Text("平均リスクの上限（%）", "Highest average risk (%)"),
    "plan_metric": Text("細かさの測り方", "How loss is measured"),
    "plan_metric_said": Text("測り方の意味", "What each of them means"),
    "plan_within": Text("だれから作るか", "Of whom it is made"),
    "plan_within_all": Text("使えるすべての人", "Everybody whose information may be used"),
    "plan_within_only": Text("次の号を作ったときの人だけ: 第", "Those alone of whom this was made: no."),
    "plan_within_said": Text(
        "前の号のあとに加わった人を入れません。毎月のように続けて作るとき、加わった人が k 人に足りないために"
        "断られることがなくなります。抜けた人は、これまでどおり数えます。",
        "Nobody who joined since is in it: what is made again and again, such as monthly, is then not refused because "
        "fewer than k people joined. Whoever left counts as before.",
    ),
    "plan_withhold": Text(
        "増減の少ない集まりを丸ごと残さない上限（%）", "Groups that changed by too few: left out whole, up to (%)"
    ),
    "plan_withhold_said": Text(
        "前の号から増減が k 人に足りない集まりを、行のこの割合まで丸ごと残しません。抜けた人や変わった人のために"
        "断られるときに使います。空欄なら、そのような集まりがあれば断ります。",
        "Groups that gained or lost fewer than k people since an earlier release are left out whole, up to this share "
        "of the rows: for what is refused because of who left or changed. Empty: one such group refuses it.",
    ),
    "plan_ways": Text("渡し方（選ばなければポリシーの全部）", "Ways of giving (none: all of the policy's)"),
    "plan_considered": Text(
        "データベースの性質を踏まえた措置（規則34条5号）", "What the nature of the database asks for (R.34(5))"
    ),
    "in_ja": Text("日本語", "in Japanese"),
    "in_en": Text("英語", "in English"),
    "plan_text": Text("YAML で編む", "Edit the YAML"),
    "plan_text_said": Text(
        "これが計画そのものです。フォームにない指定もここに書けます。書き換えると、フォームではなくこちらを使います。",
        "This is the plan itself, also for what has no field. Where it was changed, it counts and the form does not.",
    ),
    "both_changed": Text(
        "フォームと YAML の両方が書き換えられていました。YAML を使い、フォームの変更は使っていません。",
        "Both the form and the YAML were changed. The YAML was used; what was changed in the form was not.",
    ),
    "plan_check": Text("確かめる", "Check"),
    "plan_look": Text("20 行をプレビューする", "Preview 20 rows"),
    "plan_look_said": Text(
        "プレビューはお預かりしている情報を使って表を作ってみます。証跡に残り、表は残りません。",
        "A preview makes the table of what is held. It is on record; the table is not kept.",
    ),
    "plan_live": Text("変えるたびにプレビューする", "Preview at each change"),
    "plan_keep": Text("保存する", "Save"),
    "plan_make": Text("この版で作り、承認を求める", "Make a release of this version"),
    "plan_make_said": Text(
        "基準をすべて満たせば、封をした表ができ、別の人の承認を待ちます。",
        "If it passes every gate, a sealed table is made, and waits for somebody else's approval.",
    ),
    "plan_drop": Text("計画を破棄する", "Drop this plan"),
    "plan_drop_said": Text(
        "すべての版を破棄します。元には戻せません。", "Every version is destroyed; it is not undone."
    ),
    "plan_file": Text("ファイルにする", "As a file"),
    "plan_history": Text("版の履歴", "Versions"),
    "plan_changes": Text("前の版との違い", "What changed"),
    "plan_gone": Text("破棄済み", "destroyed"),
    "plan_older": Text("古い版です。保存すると、新しい版になります。", "An older version: saving makes it the newest."),
    "release_no": Text("号", "no."),
    "plan_releases": Text("作ったもの", "Made of it"),
    "plan_panel": Text("この計画でできるもの", "What this plan makes"),
    "plan_panel_said": Text(
        "「確かめる」か「プレビューする」を押すと、ここに出ます。", "Check or preview, and it shows here."
    ),
    "plan_passes": Text(
        "計画は基準を満たしています。表の中身はプレビューで確かめます。",
        "The plan itself passes. What is in the table shows in the preview.",
    ),
    "plan_fails": Text("この計画では作れません。", "Nothing is made of this plan."),
    "plan_faults": Text("直すところ", "To be mended"),
    "plan_rows": Text("できる表から 20 行", "Twenty rows of the table"),
    "plan_rows_said": Text(
        "条件を満たして残る行だけです。元の値は表示しません。削除される行は、削除とだけ示します。",
        "Only rows that stay and satisfy the model. No source value is shown; a row left out shows as left out.",
    ),
    "rows_alike": Text("同じ特徴の行", "Rows alike"),
    "row_left_out": Text("（削除される行）", "(left out)"),
    "plan_lattice": Text("ひとつ隣の粗さ（束の断面）", "One step finer or coarser (slice of the lattice)"),
    "lattice_node": Text("粗さ", "Node"),
    "lattice_smallest": Text("残る集まりの最小", "Smallest group that stays"),
    "lattice_loss": Text("失われる細かさ", "Loss"),
    "lattice_risk": Text("平均リスク", "Average risk"),
    "lattice_out": Text("条件のために残せない行", "Rows that could not stay"),
    "semicolon": Text("。", "; "),
    "lattice_why": Text("使えない理由", "Why it does not do"),
    "lattice_open": Text("プレビュー", "Preview"),
    "pinned": Text("粗さを固定しています:", "The levels are pinned:"),
    "unpin": Text("固定をやめて、最もよい粗さを探す", "Unpin, and search for the best"),
    "fault_said": Text("{0}。使えるもの: {1}", "{0}; expected {1}"),
    "did_you_mean": Text("（{0} のことですか）", " (did you mean {0}?)"),
    "line_column": Text("行:桁", "line:column"),
    "choose": Text("選んでください", "choose"),
    "compare_plans": Text("二つの計画を比べる", "Compare two plans"),
}
LATTICE: dict[str, Text] = {
    "own": Text("この計画", "this plan"),
    "coarser": Text("{0} を粗く（段階 {1}）", "{0} coarser (level {1})"),
    "finer": Text("{0} を細かく（段階 {1}）", "{0} finer (level {1})"),
    "mark_stands": Text("○ 使える", "○ does"),
    "mark_fails": Text("× 使えない", "× does not"),
    "group": Text("最小 {0:,} 人", "smallest {0:,}"),
    "people": Text("{0:,} 人", "{0:,}"),
    "before": Text("削除前 {1:,} 人", "before: {1:,}"),
    "fails": Text("{0} を満たさない集まりが {1:,}（{2:,} 行）", "{1:,} groups ({2:,} rows) do not fulfil {0}"),
    "over": Text(
        "残せない {0:,} 行のうち、{1:,} 行が削除の上限を超える",
        "of {0:,} rows that could not stay, {1:,} are over the limit",
    ),
    "described": Text(
        "この計画の粗さと、一つの列を一段だけ変えた {0} 通り。使えるもの {1}、使えないもの {2}。"
        "最小は、残る集まりの人数（使えないものは、行を削除する前の人数）。上ほど粗く、下ほど細かい。"
        "同じことが下の表にあります。",
        "This plan, and the {0} nodes one step away in one column: {1} do, {2} do not. “Smallest” is the smallest "
        "group that stays; of a node that does not do, before rows are left out. Coarser ones stand above, finer ones "
        "below. The table under it says the same.",
    ),
}
HIERARCHIES: dict[str, Text] = {
    ":prefectures": Text("都道府県 → 地方 → 東西", "Prefectures → regions → east and west"),
    ":ages": Text("年齢 → 5歳 → 10歳 → 20歳ごと", "Years of age → bands of 5, 10 and 20"),
    ":months": Text("日・月 → 四半期 → 年", "Days or months → quarters → years"),
    ":industries": Text("産業分類 → 大分類 → 部門", "Industries → major groups → sectors"),
    ":occupations": Text("職業分類 → 大分類 → 部門", "Occupations → major groups → sectors"),
}
TAKEN: dict[str, Text] = {
    "value": Text("値のまま", "The value"),
    "prefecture": Text("都道府県", "Prefecture"),
    "age-group": Text("年代", "Age group"),
    "month": Text("年月", "Month"),
    "industry": Text("業種の大分類", "Industry"),
    "occupation": Text("職種の大分類", "Occupation"),
}
# What the keys of a plan are called, for a fault that says where it is.
PLAN_KEYS: dict[str, Text] = {
    "title": Text("題名", "title"),
    "preset": Text("用途", "preset"),
    "columns": Text("項目", "columns"),
    "k": Text("k", "k"),
    "suppress": Text("削除してよい行", "suppress"),
    "metric": Text("測り方", "metric"),
    "require": Text("多様性などの条件", "require"),
    "average_risk": Text("平均リスク", "average_risk"),
    "ways": Text("渡し方", "ways"),
    "considered": Text("踏まえた措置", "considered"),
    "hierarchy": Text("一般化の階層", "hierarchy"),
    "from": Text("元の項目", "from"),
    "item": Text("公表する項目", "item"),
    "take": Text("値の取り方", "take"),
    "as": Text("扱い", "as"),
    "merge_below": Text("まれな値をまとめる", "merge_below"),
    "ja": Text("日本語", "Japanese"),
    "en": Text("英語", "English"),
}
# What the strict reading of a plan says, in Japanese; `(.+)` is a fact that stays as it is.
FAULTS: dict[str, str] = {
    "a second (.+)": "二つ目の {0}",
    "the key '(.+)'": "「{0}」という名前",
    "no '(.+)'": "「{0}」がない",
    "no key": "名前なし",
    "nothing": "何もない",
    "a mapping": "対応（名前: 値）",
    "only (.+)": "{0} だけ",
    "a list": "並び",
    "a whole number": "整数",
    "a number": "数",
    "true or false": "true か false",
    "one of (.+)": "{0} のどれか",
    "one; the first is on line (.+)": "一つだけ（最初のものは {0} 行目）",
    "no quasi-identifier": "一般化して出す列がない",
    "at least one column as quasi": "一般化して出す列を一つ以上",
    "a built-in hierarchy, such as :ages": "組み込みの階層（:ages など）",
    "a title of 1 to (.+) characters": "1 から {0} 文字の題名",
    "a sensitive column of the plan": "値のまま出す列",
    "a purpose of the policy": "ポリシーの利用目的",
    "Input should be less than or equal to (.+)": "{0} 以下",
    "Input should be greater than or equal to (.+)": "{0} 以上",
    "Input should be greater than (.+)": "{0} より大きい数",
    "quasi or sensitive": "quasi か sensitive",
    "a bottom below the top": "上より小さい下",
    "both ja and en": "ja と en の両方",
}
