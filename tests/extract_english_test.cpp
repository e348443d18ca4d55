// English sentences that say more than one thing, and what is read of each part.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/extract_cases.hpp"

namespace {

void check(const std::vector<bayan::testing::Case>& cases) { bayan::testing::check(cases, "jeddah"); }

}  // namespace

TEST_CASE("English conjuncts that want the next one's words stay together") {
  check({
      {"Norway stressed the need to monitor and verify the truce.",
       {"Norway | stresses_necessity | \"monitor and verify the truce\""}},
      {"Kenya called for a fair, balanced and inclusive process.",
       {"Kenya | calls_for | \"a fair, balanced and inclusive process\""}},
      {"Egypt supported a viable and lasting Sudanese-led process.",
       {"Egypt | supports | \"a viable and lasting Sudanese-led process\""}},
      {"Chad condemned all raids, whether through proxies or by regular forces.",
       {"Chad | condemns | \"all raids, whether through proxies or by regular forces\""}},
  });
}

TEST_CASE("English clauses joined under one verb are two statements") {
  check({
      {"Jordan stressed that the crossings were to be reopened and that no convoy, wherever it came from, should be "
       "delayed.",
       {"Jordan | stresses | \"the crossings were to be reopened\"",
        "Jordan | stresses | \"no convoy, wherever it came from, should be delayed\""}},
      {"Iraq examined at length the situation on the border and agreed that patrols would resume.",
       {"Iraq | discusses | \"the situation on the border\"", "Iraq | agrees_to | \"patrols would resume\""}},
  });
}

TEST_CASE("English subjects stand before what describes them") {
  check({
      {"A French diplomat who asked not to be named said that the talks would resume.",
       {"France_official | says | \"the talks would resume\""}},
      {"Norway, noting that the roads were closed, accused Chad of delaying convoys.",
       {"Norway | says | \"the roads were closed\"", "Norway | accuses | \"delaying convoys\""}},
      {"The representative of Ghana, speaking for Kenya, Chad and Mali, welcomed the truce.",
       {"Ghana_representative | welcomes | \"the truce\""}},
      {"Egypt rejected the plan, which nobody had seen.", {"Egypt | rejects | \"the plan\""}},
  });
}

TEST_CASE("English relative clauses say links of what they describe") {
  check({
      {"Egypt condemned the raids on the port, which violated the truce and threatened the convoys.",
       {"Egypt | condemns | \"the raids on the port\"", "\"the raids on the port\" | violates | \"the truce\"",
        "\"the raids on the port\" | harms | \"the convoys\""}},
      {"Jordan denounced the settlements, which it regarded as a breach of the accord and as a threat to stability.",
       {"Jordan | condemns | \"the settlements\"", "\"the settlements\" | violates | \"the accord\"",
        "\"the settlements\" | harms | \"stability\""}},
      {"Norway said that the new levy would lead to shortages.",
       {"Norway | says | \"the new levy would lead to shortages\"", "\"the new levy\" | leads_to | \"shortages\""}},
      {"Kenya stressed that lasting calm could be achieved only on the basis of the accord.",
       {"Kenya | stresses | \"lasting calm could be achieved only on the basis of the accord\"",
        "\"lasting calm\" | based_on | \"the accord\""}},
      // Nobody says it, or what is described is not clear.
      {"The storm led to delays.", {}},
      {"Iraq welcomed the return of families, which led to joy.",
       {"Iraq | welcomes | \"the return of families\"", "\"the return of families\" | leads_to | \"joy\""}},
  });
}

TEST_CASE("English asides tell who says the sentence around them") {
  check({
      {"The truce, Norway warned, could break within days.",
       {"Norway | warns | \"The truce, Norway warned, could break within days\""}},
      {"Egypt rejected the plan, Jordan recalled.",
       {"Jordan | says | \"Egypt rejected the plan\"", "Egypt | rejects | \"the plan\""}},
  });
}

TEST_CASE("English names what somebody is minister of, who is thanked and who takes part") {
  check({
      {"Deputy Water Minister Anna Berg thanked Kenya for its patience.",
       {"Anna_Berg | holds_role | \"Deputy Water Minister\"", "Anna_Berg | thanks | Kenya"}},
      {"Norway voiced its gratitude to Egypt for the venue.", {"Norway | thanks | Egypt"}},
      {"Egypt called on the donors, the banks and their agencies to fund the dam.",
       {"Egypt | calls_for | \"fund the dam\""}},
      {"Jordan pledged to monitor the crossings together with the United Nations.",
       {"Jordan | pledges | \"monitor the crossings\"",
        "\"monitor the crossings\" | with_participation_of | United_Nations"}},
      {"A Norwegian diplomat spoke on condition of anonymity.", {}},
  });
}

TEST_CASE("English speakers without a name, sources and terms") {
  check({
      {"Two Western diplomats said that the text was ready.", {"Western_diplomats | says | \"the text was ready\""}},
      {"A diplomat close to the talks warned that the truce could end.",
       {"diplomat | warns | \"the truce could end\""}},
      {"The diplomats drank coffee.", {}},
      {"According to the organisers, some 300 guests came.", {"organisers | says | \"some 300 guests came\""}},
      {"The road was closed for a week, according to Norway.", {"Norway | says | \"The road was closed for a week\""}},
      {"Norway would not reopen the crossing unless the tolls were lifted.",
       {"\"the tolls were lifted\" | is_precondition_for | \"reopen the crossing\"",
        "Norway | demands | \"the tolls were lifted\""}},
      {"Norway would reopen the crossing.", {}},
      {"Egypt protested against what it called a siege.", {"Egypt | protests | \"what it called a siege\""}},
  });
}

TEST_CASE("English guests, hosts, later meetings and places of speeches") {
  check({
      {"Egypt welcomed the participation in the talks of Iraq and Jordan as observers.",
       {"Egypt | welcomes | \"the participation in the talks of Iraq and Jordan as observers\"",
        "Iraq | attended_as_observer | Jeddah_talks_round_5", "Jordan | attended_as_observer | Jeddah_talks_round_5"}},
      {"Chad thanked Norway for hosting the talks.",
       {"Chad | thanks | Norway", "Jeddah_talks_round_5 | held_in | Norway"}},
      {"Chad and Mali agreed to reconvene on 19 April.",
       {"Chad | agrees_to | \"reconvene on 19 April\"", "Mali | agrees_to | \"reconvene on 19 April\"",
        "Jeddah_talks_round_6 | scheduled_for | 2020-04-19"}},
      {"Addressing the Security Council, Anna Berg warned that the truce could end.",
       {"Anna_Berg | spoke_at | UN_Security_Council", "Anna_Berg | warns | \"the truce could end\""}},
      {"Kenya called for grants, not for loans.",
       {"Kenya | calls_for | \"grants\"", "Kenya | not calls_for | \"loans\""}},
      {"Norway backed measures aimed at opening the roads and at reuniting families.",
       {"Norway | supports | \"measures\"", "\"measures\" | aims_at | \"opening the roads\"",
        "\"measures\" | aims_at | \"reuniting families\""}},
      {"Mali took a decision at the talks.", {}},
  });
}

TEST_CASE("English declarations in the present, reports over two verbs, and lists with a state nobody knows") {
  check({
      {"Norway:\n1. Reaffirm the accord, and underline that the roads must stay open;\n2. Welcome the request of Chad "
       "and "
       "invite it to submit a plan.",
       {"Norway | reaffirms | \"the accord\"", "Norway | stresses | \"the roads must stay open\"",
        "Norway | welcomes | \"the request of Chad\"", "Norway | calls_for | \"submit a plan\""}},
      {"Norway said that the parties had agreed to meet, but acknowledged that they remained apart.",
       {"Norway | says | \"the parties had agreed to meet\"", "parties | agrees_to | \"meet\"",
        "Norway | says | \"they remained apart\""}},
      {"Norway, Arcadia and Kenya called for calm.",
       {"Norway | calls_for | \"calm\"", "Arcadia | calls_for | \"calm\"", "Kenya | calls_for | \"calm\""}},
      {"“We want peace,” said General Omar al-Basri.", {"Omar_al-Basri | says | \"We want peace\""}},
      {"Mali expressed its appreciation to Chad for the venue.", {"Mali | thanks | Chad"}},
  });
}
