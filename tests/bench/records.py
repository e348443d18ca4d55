#!/usr/bin/env python3
"""Writes statements as an extractor would: documents of a hundred statements, speakers, quotes, phrases with what they
are about, rounds. The same numbers give the same bytes.

    tests/bench/records.py STATEMENTS > FILE.jsonl
"""
import json
import random
import sys

TOPICS = ["ceasefire", "humanitarian access", "constitution", "sanctions", "reconstruction", "detainees", "borders",
          "elections", "return of refugees", "counter-terrorism", "oil", "water", "airspace", "mine clearance"]
ADJECTIVES = ["immediate", "full", "unconditional", "gradual", "lasting", "nationwide", "renewed", "inclusive"]
RELATIONS = ["demands", "rejects", "supports", "welcomes", "condemns", "proposes", "hosts", "warns_of"]
MODALITIES = ["asserted", "necessity", "requested", "intended"]


def phrase(rng):
    topic = rng.choice(TOPICS)
    text = f"{rng.choice(ADJECTIVES)} {topic} in district {rng.randrange(40000)}"
    return {"text": text, "lang": "en", "about": [topic, rng.choice(TOPICS)]}


def statement(rng, document, number):
    held = phrase(rng) if rng.random() < 0.6 else {"key": f"place_{rng.randrange(20000)}", "type": "place"}
    actor = f"state_{rng.randrange(300)}"
    begin = number * 160
    quote = f"{actor} said on paragraph {number} of {document['title']} what stands here, word by word"
    out = {"series": "talks", "round": document["number"] % 120, "date": document["date"],
           "subject": {"key": actor, "type": "state"}, "relation": rng.choice(RELATIONS), "object": held,
           "polarity": "-" if rng.random() < 0.05 else "+", "modality": rng.choice(MODALITIES),
           "speaker": {"key": f"speaker_{rng.randrange(2000)}", "type": "person"},
           "document": {"sha256": document["sha256"], "title": document["title"]},
           "evidence": {"utf8": [begin, begin + len(quote)], "text": quote},
           "confidence": round(rng.random(), 2), "rule": "en.says", "extractor": "bayan/0.1"}
    return out


def main():
    rng = random.Random(7)
    for number in range(int(sys.argv[1])):
        if number % 100 == 0:
            of = number // 100
            document = {"number": of, "sha256": f"{of:064x}", "title": f"communique {of}",
                        "date": f"{2011 + of % 14}-{1 + of % 12:02}-{1 + of % 28:02}"}
        print(json.dumps(statement(rng, document, number % 100)))


main()
