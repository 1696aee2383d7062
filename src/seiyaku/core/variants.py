"""
Signs that are written in several forms for one name: old forms (旧字体) and variants (異体字), folded for finding.

Each group: the form folded to, then the forms folded into it; what Unicode itself folds (NFKC) is not here. Folding is
for finding and comparing only; what is kept is what the person wrote. It joins some names that are not one (斉 and 斎):
a name is only ever looked up together with a second item. Pairs that are different names to their bearers everywhere
are not joined (畑 and 畠, 坂 and 阪).
"""

from __future__ import annotations

FORMS = """
亀龜
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆 桜櫻 奥奧 横橫 温溫
穏穩 仮假 価價 画畫 会會 絵繪 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 渇渴 勧勸 巻卷 寛寬 関關 歓歡 観觀 気氣
既旣 帰歸 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 峡峽 挟挾 狭狹 郷鄕 暁曉 区區 駆驅 勲勳 薫薰 径徑 茎莖 恵惠 掲揭 渓溪谿 経經
蛍螢 軽輕 継繼 鶏鷄雞 芸藝 撃擊 欠缺 研硏硎 県縣 倹儉 剣劍劔剱釼 険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 広廣 効效
恒恆 黄黃 鉱鑛 号號 国國圀 黒黑 済濟 砕碎 斉齊斎齋 剤劑 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫
釈釋 寿壽 収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍 尚尙 将將 称稱 渉涉 焼燒 証證 奨獎 条條 状狀 乗乘 浄淨 剰剩
畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀 嘱囑 触觸 寝寢 慎愼 真眞 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 静靜
窃竊 摂攝 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插 巣巢 曽曾 痩瘦 装裝 総總 騒騷 増增
蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體軆 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 胆膽 団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝
鋳鑄 庁廳 徴徵 聴聽 鎮鎭 逓遞 鉄鐵銕 点點 転轉 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬪 徳德悳 独獨 読讀 届屆 弐貳 悩惱 脳腦
覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 晩晚 蛮蠻 秘祕 浜濱濵 瓶甁 払拂 仏佛 併倂 並竝 辺邊邉 変變 弁辨瓣辯 歩步
宝寶寳 豊豐 褒襃 没沒 翻飜 毎每 万萬 満滿 麺麵 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂
覧覽 竜龍 両兩 猟獵 緑綠 涙淚 塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 郎郞 楼樓 録錄 湾灣 高髙
崎﨑嵜 吉𠮷 富冨 島嶋嶌 峰峯 館舘 桑桒 渕淵渊 柳栁 野埜 村邨 留畄畱 庵菴 薮藪 桧檜 祷禱 禄祿 亘亙 尭堯 巌巖 遥遙 瑶瑤
槙槇 凛凜 晋晉 聡聰 桝枡 鴎鷗 蝉蟬 頬頰 侠俠 倶俱 噛嚙 嚢囊 填塡 涛濤 溌潑 焔焰 祢禰 繋繫 繍繡 莱萊 蒋蔣 蝋蠟 諌諫
賎賤 醤醬 麹麴 屡屢 攅攢 靭靱 箪簞 叱𠮟 剥剝 呉吳 教敎 戸戶 産產 姫姬 説說 鋭銳 脱脫 税稅 悦悅 内內 強强 清淸 青靑
顔顏 閲閱 昂昻 秋穐 船舩 橋槗 隷隸 栃杤 裏裡 略畧 群羣 間閒 隣鄰 芦蘆 喜㐂 昇曻 翠翆 兎兔 呑吞 穣穰 飲飮 返﨤
"""


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for line in FORMS.split():
        for variant in line[1:]:
            table[ord(variant)] = line[0]
    return table


FOLD = _table()


def fold(text: str) -> str:
    """Return the text with old forms and variants as the form in common use."""
    return text.translate(FOLD)
