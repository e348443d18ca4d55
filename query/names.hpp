// Resolution: from what a query calls things to the ids of the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bayan/query.hpp"
#include "bayan/result.hpp"
#include "graph/view.hpp"
#include "query/ast.hpp"

namespace bayan::ql {

// Lifetime: refers to the view, the parameters and the options it is made with. Errors of all: unknown (with the
// nearest names), ambiguous (with the keys), param, each at the place of the name.
class Names {
 public:
  Names(const graph::View& view, const Parameters& parameters, const QueryOptions& options)
      : view_(view), parameters_(parameters), options_(options) {}

  // What quoted texts stand for: in writes only the words themselves.
  enum class Reading { alike, exact };

  // An exact key, or else a folded key, label or alias.
  Result<TermId> entity(std::string_view text, Place place) const;
  Result<TermId> entity_or_none(std::string_view text, Place place) const;  // TermId{} instead of unknown
  Result<RelationId> relation(std::string_view text, Place place) const;
  Result<SeriesId> series(std::string_view text, Place place) const;
  // Every document with that title, publisher or source, sorted.
  Result<std::vector<DocumentId>> documents(std::string_view text, Place place) const;
  // An entity type, or what a node can be.
  Result<std::string> type(std::string_view text, Place place) const;
  // The only series, or the one set.
  Result<SeriesId> default_series(Place place) const;

  // Every node that reads so, sorted; may be none.
  Result<std::vector<TermId>> reading(std::string_view text, Place place, Reading how) const;
  // The nodes of a number, date, boolean or text: integer 2 and decimal 2.0 are equal.
  std::vector<TermId> literals(const Literal& literal) const;

  // A name as subject or object.
  Result<std::vector<TermId>> nodes(const Name& name, Reading how) const;
  // A name that is always one entity: after `by` and `about`, in `add`, the ends of a walk excepted.
  Result<TermId> entity(const Name& name) const;
  Result<RelationId> relation(const Name& name) const;
  Result<std::vector<DocumentId>> documents(const Name& name) const;

  Result<const Parameters::Any*> parameter(const Name& name) const;
  // What a name says: its own text, or its parameter's.
  Result<std::string> text(const Name& name, std::string_view what) const;

  const graph::View& view() const { return view_; }
  const QueryOptions& options() const { return options_; }

 private:
  const graph::View& view_;
  const Parameters& parameters_;
  const QueryOptions& options_;
};

Error param_error(const Name& name, std::string_view what);

}  // namespace bayan::ql
