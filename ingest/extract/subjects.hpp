// Who does what a verb says: named beside it, or taken over from before.
#pragma once

#include <optional>
#include <vector>

#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

class Subjects {
 public:
  explicit Subjects(const Reading& reading) : r_(reading) {}

  void resize(std::size_t triggers) { known_.resize(triggers); }
  void set(std::size_t trigger, const Subject& subject) { known_[trigger] = subject; }

  const std::optional<Subject>& known(std::size_t trigger) const { return known_[trigger]; }

  void forget(std::size_t trigger) { known_[trigger].reset(); }
  // Says that somebody unknown does what a trigger says: no verb behind it goes on with a subject from before it.
  void block(std::size_t trigger) { blocked_.push_back(trigger); }

  // The subject of a trigger; `behind` is the actor that follows the verb, if any. Nothing when it is not clear.
  std::optional<Subject> resolve(std::size_t trigger, const Actor* behind) const;

 private:
  std::optional<Subject> relative(const Trigger& trigger) const;
  std::optional<Subject> pronoun(const Trigger& trigger, const Actor& actor) const;
  std::optional<Subject> left_out(std::size_t trigger) const;
  std::optional<Subject> speaker(const Trigger& trigger) const;
  std::optional<Subject> before(const Trigger& trigger, const Agreement& agreement) const;

  std::optional<Subject> person_before(const Trigger& trigger) const;
  std::optional<Subject> thing_before(const Trigger& trigger) const;
  bool reported(std::size_t trigger) const;
  bool described_between(const Trigger& from, const Trigger& to) const;
  bool opens(const Trigger& trigger) const;
  bool in_quotation(std::size_t trigger) const;
  static bool same_time(const Trigger& a, const Trigger& b);

  const Reading& r_;
  std::vector<std::optional<Subject>> known_;
  std::vector<std::size_t> blocked_;
};

}  // namespace bayan::ingest
