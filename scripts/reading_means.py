"""Reads "half language name {score}" lines and prints a line for each, then the means of each half and language."""
import collections, json, sys

means = collections.defaultdict(list)
for line in sys.stdin:
    half, lang, name, score = line.split(" ", 3)
    core, whole = (json.loads(score)[tier] for tier in ("core", "all"))
    print(f"{half:12} {name:28} P {core['P']:.2f}  core F1 {core['F1']:.2f}  all F1 {whole['F1']:.2f}")
    means[half, lang].append((core["P"], core["F1"], whole["F1"]))
for (half, lang), rows in means.items():
    p, core, whole = (sum(column) / len(column) for column in zip(*rows))
    print(f"mean of {half} {lang}: P {p:.2f}, core F1 {core:.2f}, all F1 {whole:.2f}")
