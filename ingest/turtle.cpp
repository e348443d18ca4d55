#include "ingest/turtle.hpp"

#include <fmt/format.h>
#include <serd/serd.h>

#include <cstdarg>
#include <cstdio>
#include <memory>

#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

constexpr std::size_t page_bytes = std::size_t{64} << 10;

std::string_view text_of(const SerdNode& node) { return {reinterpret_cast<const char*>(node.buf), node.n_bytes}; }

class TurtleReader {
 public:
  TurtleReader(ByteSource& source, const TurtleOptions& options, const VisitQuad& visit)
      : source_(source), visit_(visit), env_(make_env(options.base)) {
    reader_.reset(serd_reader_new(options.graphs ? SERD_TRIG : SERD_TURTLE, this, nullptr, on_base, on_prefix,
                                  on_statement, nullptr));
    serd_reader_set_strict(reader_.get(), true);
    serd_reader_set_error_sink(reader_.get(), on_error, this);
  }

  Result<std::optional<Error>> run() {
    const std::string name = source_.name();
    const SerdStatus code = serd_reader_read_source(reader_.get(), on_read, on_failed, this,
                                                    reinterpret_cast<const std::uint8_t*>(name.c_str()), page_bytes);
    BAYAN_TRY(source_status_);
    BAYAN_TRY(visit_status_);
    if (code > SERD_FAILURE && !mistake_) mistake_ = mistake("this cannot be read");
    return mistake_;
  }

 private:
  struct Free {
    void operator()(SerdReader* reader) const { serd_reader_free(reader); }
    void operator()(SerdEnv* env) const { serd_env_free(env); }
  };
  using Env = std::unique_ptr<SerdEnv, Free>;

  static Env make_env(const std::string& base) {
    if (base.empty()) return Env(serd_env_new(nullptr));
    const SerdNode node = serd_node_from_string(SERD_URI, reinterpret_cast<const std::uint8_t*>(base.c_str()));
    return Env(serd_env_new(&node));
  }

  static TurtleReader& of(void* handle) { return *static_cast<TurtleReader*>(handle); }

  static std::size_t on_read(void* to, std::size_t size, std::size_t count, void* handle) {
    TurtleReader& self = of(handle);
    const auto got = self.source_.read(static_cast<char*>(to), size * count);
    if (got) return *got;
    self.source_status_ = got.error();
    return 0;
  }
  static int on_failed(void* handle) { return of(handle).source_status_ ? 0 : 1; }

  static SerdStatus on_base(void* handle, const SerdNode* uri) {
    return serd_env_set_base_uri(of(handle).env_.get(), uri);
  }
  static SerdStatus on_prefix(void* handle, const SerdNode* name, const SerdNode* uri) {
    return serd_env_set_prefix(of(handle).env_.get(), name, uri);
  }

  static SerdStatus on_error(void* handle, const SerdError* error) {
    TurtleReader& self = of(handle);
    if (self.mistake_ || !self.visit_status_) return SERD_SUCCESS;  // the first is the cause of the others
    char text[256];
    va_list arguments;
    va_copy(arguments, *error->args);
    std::vsnprintf(text, sizeof text, error->fmt, arguments);
    va_end(arguments);
    std::string message(text);
    while (message.ends_with('\n')) message.pop_back();
    self.mistake_ = mistake(std::move(message), error->line, error->col);
    return SERD_SUCCESS;
  }

  static Error mistake(std::string message, unsigned line = 0, unsigned column = 0) {
    Error error = make_error(ErrorCode::input, std::move(message),
                             "what follows in this file was not read: mend it and import the file again");
    error.line = line, error.column = column;
    return error;
  }

  // A term with its whole IRI. The expanded node is kept alive in `kept`.
  struct Kept {
    SerdNode node = SERD_NODE_NULL;
    ~Kept() { serd_node_free(&node); }
  };
  bool expand(const SerdNode* node, RdfTerm& term, Kept& kept) {
    if (node == nullptr || node->type == SERD_NOTHING) return true;
    term.text = text_of(*node);
    term.kind = node->type == SERD_BLANK     ? RdfTerm::Kind::blank
                : node->type == SERD_LITERAL ? RdfTerm::Kind::literal
                                             : RdfTerm::Kind::iri;
    // serd lets through escapes of surrogates, which are no characters.
    if (text::first_bad_byte(term.text)) return mistake_ = mistake("an escape is no character"), false;
    if (term.kind != RdfTerm::Kind::iri) return true;
    if (node->type == SERD_URI && serd_uri_string_has_scheme(node->buf)) return true;
    kept.node = serd_env_expand_node(env_.get(), node);
    term.text = text_of(kept.node);
    if (kept.node.buf != nullptr && serd_uri_string_has_scheme(kept.node.buf)) return true;
    mistake_ = mistake(fmt::format("the IRI \"{}\" cannot be made whole: {}", text_of(*node),
                                   node->type == SERD_CURIE ? "no @prefix declares its prefix" : "there is no @base"));
    return false;
  }

  static SerdStatus on_statement(void* handle, SerdStatementFlags, const SerdNode* graph, const SerdNode* subject,
                                 const SerdNode* predicate, const SerdNode* object, const SerdNode* datatype,
                                 const SerdNode* lang) {
    TurtleReader& self = of(handle);
    RdfQuad quad;
    RdfTerm type;
    Kept kept[5];
    if (!self.expand(graph, quad.graph, kept[0]) || !self.expand(subject, quad.subject, kept[1]) ||
        !self.expand(predicate, quad.predicate, kept[2]) || !self.expand(object, quad.object, kept[3]) ||
        !self.expand(datatype, type, kept[4]))
      return SERD_ERR_BAD_CURIE;
    quad.object.datatype = type.text;
    if (lang != nullptr && lang->buf != nullptr) quad.object.lang = text_of(*lang);
    self.visit_status_ = self.visit_(quad);
    return self.visit_status_ ? SERD_SUCCESS : SERD_ERR_INTERNAL;
  }

  ByteSource& source_;
  const VisitQuad& visit_;
  Env env_;
  std::unique_ptr<SerdReader, Free> reader_;
  Status source_status_, visit_status_;
  std::optional<Error> mistake_;
};

}  // namespace

Result<std::optional<Error>> read_turtle(ByteSource& source, const TurtleOptions& options, const VisitQuad& visit) {
  return TurtleReader(source, options, visit).run();
}

}  // namespace bayan::ingest
