"""What anonymised and pseudonymised information brings about when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "levels": "levels（一般化の段階）",
    "columns.{0}.hierarchy": "{0} 列の階層",
    "{0}, column {1}": "{0} の {1} 列",
    "collation": "突き合わせ",
    "declaration": "誓約書",
    "columns": "列",
    "require": "require（満たすべきモデル）",
    "within": "within（その人たちだけにする、前の公表）",
}

SAID: dict[str, str] = {
    "plan": "加工の計画",
    "job": "その実行",
    "this job is over": "この実行は終わっています",
    "this job goes on, or is done": "この実行は続いているか、できています",
    "the job was {0}; nothing of it was kept": "途中で終わりました（{0}）。表は残っていません",
    "something that nobody foresaw; the log names its kind": "思いがけないことが起きました。種類はログにあります",
    "somebody saved another version of this plan meanwhile": "その間に、ほかの人がこの計画の別の版を保存しました",
    "a level of each quasi-identifier ({0})": "準識別子それぞれの段階（{0}）",
    "another release was made or withdrawn meanwhile; make it anew beside what is there now": (
        "その間に、ほかの匿名加工情報を作ったか取り下げました。いまあるものに合わせて作り直してください"
    ),
    "release no. {0}": "匿名加工情報 第{0}号",
    "the number of a release that is there": "いまある匿名加工情報の番号",
    "a file": "ファイル",
    "items of the policy, each once, and people": "ポリシーの項目（どれも一度）と people",
    "how many people there are of each kind": "それぞれの種類の人数",
    "bytes that are no text": "文字でないバイト",
    "CSV in UTF-8 or cp932": "UTF-8 か cp932 の CSV",
    "{0} cells": "{0} 個のセル",
    "people of {0}": "people が {0}",
    "a kind that stands there already": "前の行にもある種類",
    "each kind once": "どの種類も一度",
    "a CSV in the instance folder": "インスタンスのフォルダーにある CSV",
    "{0} of {1}": "{0} が {1}",
    "a value as a release shows it at its finest": "お出しする表のいちばん細かい書き方の値",
    "a built-in hierarchy, such as {0}prefectures": "用意された階層（{0}prefectures など）",
    "COLUMN:VALUE, or COLUMN:VALUE:{0}": "列:値、または 列:値:{0}",
    "COLUMN:M, the column of items and how many of them somebody may know": (
        "列:M（品目の列と、そのうち何個まで知られうるか）"
    ),
    "{0} without a hierarchy": "階層のない {0}",
    "--hierarchy COLUMN=FILE for it": "その列の --hierarchy 列=ファイル",
    "{0} in the recipe": "レシピの {0}",
    "a name that ends in .html or .json; a release has its document as PDF": (
        ".html か .json で終わる名前（PDF は、公開用に作ったものの記録として document で出します）"
    ),
    "commas and no semicolon": "カンマがあり、セミコロンがない",
    "what treats values, not single rows: of those a fleet gives cells only; run it on one machine without --spark, or "
    "leave them out": (
        "値ごとの加工だけ。Spark から受け取るのは値の組と件数で、一行ずつの加工はできません。"
        "--spark なしで一台で実行するか、その加工を外してください"
    ),
    "a share from 0 to 1": "0 から 1 の割合",
    "no person": "人の列がない",
    "the column that says whose row it is (--person)": "どの行が誰のものかを表す列（--person）",
    "--linked beside it": "--linked が一緒にある",
    "one of them: sets are released linked anyway": "どちらか一方（集合は、もともと人ごとにまとめて出します）",
    "one of the quasi-identifiers: {0}": "準識別子のどれか: {0}",
    "COLUMN:VALUE with a number": "列:値（値は数）",
    "HIGH or LOW:HIGH, shares from 0 to 1": "上限、または 下限:上限（0 から 1 の割合）",
    "more than {0} values": "{0} 種類を超える値",
    "a column with fewer": "値の種類がもっと少ない列",
    "linked rows or an earlier release beside it": "人ごとにまとめた行か、以前に出したものが一緒にある",
    "{0} values that are no counts": "件数でない値が {0} 個",
    "whole numbers": "整数",
    "no columns": "列がない",
    "at least one quasi-identifier": "少なくとも一つの準識別子",
    "the columns and hierarchies of this search": "この探索の列と階層",
    "a column in two roles": "二つの役割を持つ列",
    "quasi-identifier, sensitive or person: one of them": "準識別子・センシティブ・人のどれか一つ",
    "{0} items, k = {1}": "{0} 項目、k = {1}",
    "1 to {0} items, each once; k from 2": "1 から {0} 項目（どれも一度）。k は 2 から",
    "an item of the policy": "ポリシーにある項目",
    "complaint": "その苦情",
    "signed by somebody else": "別の人の署名です",
    "the signature does not verify": "署名を検証できません",
    "{0} rows with more or fewer columns": "列の数が違う行が {0} 行",
    "{0} columns, as in the first line": "{0} 列（一行目と同じ数）",
    "a folder that is not there yet, in one that is": "まだないフォルダー（その上のフォルダーはあること）",
    "{0} rows, of {1} that were found": "見つけた {1} 行のうち、{0} 行しかありません",
    "pyspark is not installed: the extra `spark` brings it": "pyspark が入っていません。`spark` の追加の一式で入ります",
    "no Spark at {0} ({1}): it wants Java 17 and a master": (
        "{0} に Spark がありません（{1}）。Java 17 とマスターが要ります"
    ),
    "what Spark cannot do ({0})": "Spark にできないこと（{0}）",
    "a table as CSV or Parquet": "CSV か Parquet の表",
    "{0}: the disk is full; nothing was written under the final name": (
        "{0}: ディスクがいっぱいです。完成品の名前では何も書いていません"
    ),
    "pseudonymised information": "その仮名加工情報",
    "none, or one that is called 仮名": "列がないか、「仮名」という名前の列",
    "at least one, each under a name of its own": "少なくとも一つ（どれも別の名前）",
    "one of {0}, then COLUMN:VALUE": "次のどれか: {0}。続けて 列:値",
    "persons {0}": "人の列 {0}",
    "one column that says whose row it is": "どの行が誰のものかを表す、一つの列",
    "release": "その匿名加工情報",
    "the release was withdrawn": "この匿名加工情報は取り下げられています",
    "the release is {0}, not {1}": "この匿名加工情報の状態は {0} です（{1} のときだけできます）",
    "another file than the source": "元の表とは別のファイル",
    "linked rows": "人ごとにまとめた行",
    "rows of their own: a person's bag is recoded as a whole": "別々の行（人ごとにまとめた行は、まとめて加工します）",
    "the complaint is settled already": "この苦情は、もう解決しています",
    "no generalisation of its {0} rows that fulfils {1}, {2} left out at most": (
        "{0} 行の一般化で、{1} を満たすものがない（除くのは {2} 行まで）"
    ),
    "a weaker model, more suppression, or hierarchies that end in *": (
        "より弱いモデル、より多くの削除、または * で終わる階層"
    ),
    "no population": "母集団がない",
    "a population that has no such columns": "準識別子の列のない母集団",
    "the table of everybody (--population FILE)": "全員の表（--population ファイル）",
    "what is left of another search": "別の探索の途中結果",
    "the same table and the same ask": "同じ表と同じ求め",
    "what an unfinished search left": "終わっていない探索の途中結果",
    "nothing of a search": "探索の途中結果でないもの",
    "a release of several rounds (--local)": "何度かに分けて加工したもの（--local）",
    "columns of classes: --earlier": "組の列: --earlier",
    "the JSON of an earlier release": "以前に出したものの JSON",
    "no levels of columns": "列の段階がない",
    "the JSON of an earlier release, as run --json prints": "以前に出したものの、run --json が出力した JSON",
    "what the engine cannot read ({0})": "読み込めないもの（{0}）",
    "no such file": "ないファイル",
    "a folder without a .parquet file": ".parquet のファイルがないフォルダー",
    "a CSV or Parquet file, or a folder of Parquet files": (
        "CSV か Parquet のファイル、または Parquet のファイルのフォルダー"
    ),
    "the memory allowed is not enough; allow more, or a spill folder with more room": (
        "使えるメモリーが足りません。増やすか、一時フォルダーに広い場所を選んでください"
    ),
    "{0}: {1}; nothing was written under the final name": "{0}: {1}。完成品の名前では何も書いていません",
    "{0}, as in the first line": "{0}（一行目と同じ数）",
    "a quotation mark that is not closed, or stands inside a value": "閉じていないか、値の途中にある引用符",
    "one character, such as , or ;": ", や ; のような一文字",
    "no column names": "列の名前がない",
    "the columns' names in the first line": "一行目に列の名前",
    "{0} twice": "{0} が二度",
    "a column without a name": "名前のない列",
    "names, each once": "名前（どれも一度）",
    "an amount such as 4GB": "4GB のような量",
    "an encoding such as utf-8 or cp932": "utf-8 や cp932 のような文字コード",
    "a first line that is none of CSV": "CSV でない一行目",
    "the columns' names": "列の名前",
    "the right --encoding, such as utf-8, cp932 or utf-16": "正しい --encoding（utf-8、cp932、utf-16 など）",
    "{0} and {1}": "{0} と {1}",
    "names that differ in more than capital letters": "大文字と小文字のほかにも違いのある名前",
    "no whole Parquet: cut off, or something else ({0})": "途中で切れているか、Parquet でないもの（{0}）",
    "a table as Parquet": "Parquet の表",
    "labels that lead back to themselves: {0}": "たどると自分に戻るラベル: {0}",
    "coarser labels only: nothing above {0} may come down to it again": (
        "粗くなるだけのラベル（{0} の上から {0} に戻らない）"
    ),
    "a column of {0}: {1}": "{0} の列: {1}",
    "bytes that are not {0}": "{0} でないバイト",
    "the hierarchy of {0}": "{0} の階層",
    "a file that is not CSV in UTF-8": "UTF-8 の CSV でないファイル",
    "rows value;coarser;…;*": "値;粗い値;…;* の行",
    "whole numbers after the preset's name": "用意された階層の名前のあとに整数",
    "COLUMN=FILE, COLUMN=PRESET or a path with {} for the column": (
        "列=ファイル、列=用意された階層、または列の名前の入るところを {} としたパス"
    ),
    "{0} values that are not numbers": "数でない値が {0} 個",
    "a column of numbers for this treatment": "この加工には、数の列",
    "no such folder": "ないフォルダー",
    "a file in a folder that is there": "いまあるフォルダーの中のファイル",
    "{0}: {1}; nothing was written under this name": "{0}: {1}。この名前では何も書いていません",
}
