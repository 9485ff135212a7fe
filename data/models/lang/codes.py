"""Labels of lang.lid, their scripts, and how the sources name languages.

A label is the ISO 639-1 code where there is one, else the ISO 639-3 code."""

# Labels by the script of their texts: the first word of the names of its letters.
_SCRIPTS = """
LATIN: ace af ak an ast ay az ban bar bcl bem bjn bm br bs bug ca cbk ceb co crh cs cy
LATIN: da de din diq dsb ee egl en eo es et eu ff fi fj fo fon fr frr fur fy ga gaa gd
LATIN: gl gn gsw gv ha haw hif hr hsb ht hu ia id ie ig ilo io is it jbo jv kaa kab kbp
LATIN: kg kl kr ku kw la lb lg li lij lmo ln lt ltg lua luo lus lv mg mi min mos ms mt
LATIN: mwl nah nap nb nds nl nn nso nus ny oc om pag pam pap pcm pfl pl pms pt qu rm rn
LATIN: ro rw sc scn sco se sg sh sk sl sm sn so sq sr ss st su sv sw szl tet tk tl tn to
LATIN: tpi tr ts tum umb und uz ve vec vep vi vls vo wa war wo xh yo zu
CYRILLIC: ab av ba be bg bxr ce crh cv kk koi krc kv ky lez mdf mhr mk mn mrj myv os ru
CYRILLIC: rue sah sr tg tt tyv udm uk xal
ARABIC: ace ar arz azb bjn ckb fa kr ks lrc mzn pnb ps sd ug ur
DEVANAGARI: bho dty gom hi ks mag mai mr ne new sa
CJK: ja lzh wuu yue zh
BENGALI: as bn bpy mni
HEBREW: he yi
ETHIOPIC: am ti
TIBETAN: bo dz
GEORGIAN: ka xmf
ARMENIAN: hy
GREEK: el
GUJARATI: gu
HANGUL: ko
KANNADA: kn tcy
KHMER: km
LAO: lo
MALAYALAM: ml
MYANMAR: blk mnw my shn
ORIYA: or
GURMUKHI: pa
SINHALA: si
TAMIL: ta
TELUGU: te
THAANA: dv
THAI: th
OL: sat
TIFINAGH: zgh
CANADIAN: iu
CHEROKEE: chr
NKO: nqo
"""

LABELS = {}
for _line in _SCRIPTS.strip().split("\n"):
    _script, _labels = _line.split(":")
    for _label in _labels.split():
        LABELS.setdefault(_label, set()).add(_script)

# ISO 639-3 (and 639-2) to 639-1, members of a macrolanguage to its label.
_TO_LABEL = """
afr af  aka ak  fat ak  amh am  bam bm  dik din  ara ar  arb ar  aze az  azj az  bak ba  bel be  ben bn
bis _  bod bo  bos bs  bre br  bul bg  cat ca  ces cs  che ce  chv cv  cor kw  cos co
cym cy  dan da  deu de  div dv  dzo dz  ell el  eng en  epo eo  est et  ekk et  eus eu
ewe ee  fao fo  fas fa  pes fa  fij fj  fin fi  fra fr  fry fy  ful ff  fuv ff  fuc ff
fuf ff  gla gd  gle ga  glg gl  glv gv  grn gn  gug gn  gun gn  guj gu  hat ht  hau ha
heb he  hin hi  hrv hr  hun hu  hye hy  ibo ig  ido io  iku iu  ike iu  ile ie  ina ia
ind id  isl is  ita it  jav jv  jpn ja  kal kl  kan kn  kas ks  kat ka  kau kr  knc kr
kaz kk  khm km  kik _  kin rw  kir ky  kom kv  kpv kv  kon kg  kng kg  kor ko  kur ku
kmr ku  lao lo  lat la  lav lv  lvs lv  lim li  lin ln  lit lt  ltz lb  lug lg  mal ml
mar mr  mkd mk  mlg mg  plt mg  mlt mt  mon mn  khk mn  mri mi  msa ms  zsm ms  mya my
nau _  nav _  nbl _  nde _  nep ne  npi ne  nld nl  nno nn  nob nb  nor nb  nya ny
oci oc  ori or  ory or  orm om  gaz om  oss os  pan pa  pol pl  por pt  pus ps  pbu ps
pbt ps  que qu  quy qu  quz qu  roh rm  ron ro  run rn  rus ru  sag sg  san sa  sin si
slk sk  slv sl  sme se  smo sm  sna sn  snd sd  som so  sot st  spa es  sqi sq  als sq
srd sc  srp sr  ssw ss  sun su  swa sw  swh sw  swe sv  tah _  tam ta  tat tt  tel te
tgk tg  tgl tl  fil tl  tha th  tir ti  ton to  tsn tn  tso ts  tuk tk  tur tr  twi ak
tw ak  uig ug  ukr uk  urd ur  uzb uz  uzn uz  ven ve  vie vi  vol vo  wln wa  wol wo
xho xh  yid yi  ydd yi  yor yo  zha _  zho zh  cmn zh  zul zu  hbs sh  ber _  aym ay
ayr ay  bih bho  bh bho  no nb  nrm _  nap nap  eml egl  lzh lzh  gsw gsw  swg _  kmr ku
cbk-zam cbk  roa-rup _  simple _  zh-yue yue  zh-classical lzh  nds-nl nds  hmn _  hyw _
lat la  arq _  apc _  acm _  afb _  ajp _  pcm pcm  nah nah  nhn nah  azb azb  arz arz
ary _  aeb _  cmn_Hans zh  cmn_Hant zh  fr-CA fr  pt-br pt  pt_BR pt  es_LA es  es-AR es
pt-BR pt  my_dsl ms  in-HIN hi  in-AWA _  in-BHO bho  in-MAG mag  in-BRA _  lld _
it-LMO lmo  it-SCN scn  it-VEC vec  it-FUR fur  it-LIJ lij  it-NAP nap  it-EML egl
it-PMS pms  it-SC sc  it-LLD _  it-ROA_TARA _  be-tarask be  crh-cyrl crh  crh-latn crh
de-at de  de-ch de  gom-deva gom  gom-latn _  hif-latn hif  kk-cyrl kk  kk-arab _
kk-latn _  ku-latn ku  ku-arab _  sh-latn sh  sr-ec sr  sr-el sr  tg-cyrl tg  tt-cyrl tt
tt-latn _  ug-arab ug  ug-latn _  wuu-hans wuu  wuu-hant wuu  yue-hant yue  zh-hans zh
zh-hant zh  zh-hk zh  ks-arab ks  ks-deva ks  skr-arab _  bbc-latn _  aeb-arab _
ike-cans iu  bug-bugi _  jv-java _  ms-arab _  nan _  fy-NL fy  ga-IE ga  hy-AM hy
nb-NO nb  ne-NP ne  pa-IN pa  sv-SE sv  zh-CN zh  zh-TW zh  zh-HK yue  rm-sursilv rm
rm-vallader rm  ha-ne ha  tw-akua ak  tw-asan ak  lgg-official _  kok gom  ti_ET ti
ti_ER ti  zu zu  ku ku  kr kr  lg lg  acehnese ace  balinese ban  toba_batak _
banjarese bjn  buginese bug  english en  indonesian id  javanese jv  madurese _
minangkabau min  ngaju _  sundanese su  quy qu  aym ay  Armenian _  Basque eu
Cherokee chr  Dinka din  Estonian et  Ewe ee  Gaelic gd  Gujarati gu  Kabyle kab
Latvian lv  Manx gv  Nahuatl nah  Romani _  Swahili sw  Syriac _  Tachelhit _
Ukranian uk  Wolof wo  Zulu zu  Quichua _  aka_fante ak  azj_latn az  bos_latn bs
deu_1996 de  eus eu  hat_kreyol ht  hat_popular ht  hau_NG ha  srp_cyrl sr  srp_latn sr
tuk_latn tk  uzn_latn uz  tgl tl  hsb hsb  cmn_hans zh  cmn_hant zh  por_BR pt
por_PT pt  hau_3 ha  hau_NE ha  roh_rumgr rm  roh_sursilv rm  roh_vallader rm
ron_2006 ro  uig_arab ug  pes_1 fa  lin_tones ln  nya_chechewa ny  nya_chinyanja ny
oci_1 oc  oci_3 oc  gsw1 gsw  ell_monotonic el  deu_1901 de  mly_latn ms  aka_akuapem ak
aka_asante ak  tso_ZW ts  tso_MZ ts  san sa  jpn_tokyo ja  lat_1 la  ven2 _  tha2 th
zza diq  tzm zgh  kzj dtp  arq _  prs fa  fa-AF fa  toki _  avk _  xmf xmf  gcf _  tmw _  mohv _
nst _  vls vls  zlm ms
"""
_SCRIPT_CODES = "Latn Cyrl Arab Deva Hans Hant Hani Jpan Beng Hebr Thai Tibt Mymr Tfng".split()
_words = _TO_LABEL.split()
TO_LABEL = dict(zip(_words[::2], _words[1::2]))


def label_of(code):
    """The label for a source's code, or None for a language that is not among ours."""
    code = TO_LABEL.get(code, code)
    if code in LABELS:
        return code
    base = code.split("_")
    if len(base) == 2 and base[1] in _SCRIPT_CODES:
        code = TO_LABEL.get(base[0], base[0])
    return code if code in LABELS else None
