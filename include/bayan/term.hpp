// Nodes as a host writes them: by key and text, without ids.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bayan {

enum class Polarity { positive, negative };

struct Entity {
  std::string key;      // "Syria"
  std::string type;     // "state"; empty when not said
  std::string surface;  // the words that stood in the text; not stored

  bool operator==(const Entity&) const = default;
};

struct Phrase {
  std::string text;                // as written
  std::string lang;                // "ar"; may be empty
  std::vector<std::string> about;  // keys of the concepts and entities it is about

  bool operator==(const Phrase&) const = default;
};

enum class LiteralType { text, integer, decimal, boolean, date };

struct Literal {
  LiteralType type = LiteralType::text;
  std::string value;     // "2254", "true", "2024-01-25": the canonical written form
  std::string lang;      // of a text, where RDF has one
  std::string datatype;  // an IRI or prefixed name, where RDF has one

  bool operator==(const Literal&) const = default;
};

struct Claim;

// What can stand as a subject or an object. Claims are shared and never change.
using Node = std::variant<Entity, Phrase, Literal, std::shared_ptr<const Claim>>;

struct Claim {
  Node subject;
  std::string relation;
  Node object;
  Polarity polarity = Polarity::positive;
};

}  // namespace bayan
