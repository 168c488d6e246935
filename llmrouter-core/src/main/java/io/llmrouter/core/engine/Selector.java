package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.config.RoutingConfig.UnknownModel;
import io.llmrouter.core.engine.Conversations.Kept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides whom to ask: the model that the request names, or the one that the strategy chooses among those that can. */
final class Selector {
    static final String DIRECT = "direct";
    private static final String ONLY = "only";
    private static final String GENERAL_QUERY = "general query";

    private final Map<String, Member> members;
    private final RoutingStrategy strategy;
    private final String strategyName;
    private final UnknownModel unknownModel;
    private final Stickiness stickiness;

    Selector(
            Map<String, Member> members,
            RoutingStrategy strategy,
            String strategyName,
            UnknownModel unknownModel,
            Stickiness stickiness) {
        this.members = members;
        this.strategy = strategy;
        this.strategyName = strategyName;
        this.unknownModel = unknownModel;
        this.stickiness = stickiness;
    }

    /** The model that the request names, and those that may be asked instead; empty if it names none. */
    Optional<List<ModelInfo>> modelsFor(ChatRequest request) {
        return request.model().map(members::get).map(named -> {
            ResilienceConfig resilience = named.entry().resilience();
            Stream<String> others = request.fallbacks()
                    .map(List::stream)
                    .orElseGet(() -> Stream.of(
                                    named.entry().fallbacks(),
                                    resilience.contextWindowFallbacks(),
                                    resilience.contentPolicyFallbacks())
                            .flatMap(List::stream));
            return Stream.concat(
                            Stream.of(named), others.flatMap(name -> Optional.ofNullable(members.get(name)).stream()))
                    .map(Member::info)
                    .distinct()
                    .toList();
        });
    }

    Stickiness stickiness() {
        return stickiness;
    }

    /** What the strategy wants watched. */
    List<Gauge> gauges() {
        return strategy.gauges();
    }

    /** Decides, blocking if the strategy must. */
    Selection select(ChatRequest request) {
        var choice = new Choice(request, "");
        RoutingDecision settled = choice.withoutStrategy();
        return choice.complete(
                settled != null ? settled : choice.adjusted(checked(() -> strategy.decide(choice.context()))));
    }

    /** Decides for a call, without blocking; the strategy may ask models as part of it. */
    CompletionStage<Selection> selectAsync(ChatRequest request, String requestId, ModelCalls calls) {
        var choice = new Choice(request, requestId);
        RoutingDecision settled = choice.withoutStrategy();
        if (settled != null) {
            return CompletableFuture.completedFuture(choice.complete(settled));
        }
        return checked(() -> strategy.routeAsync(choice.context(), calls)).handle((routed, failure) -> {
            if (routed == null) {
                throw wrapped(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            return routed.answer() == null
                    ? choice.complete(choice.adjusted(routed.decision()))
                    : choice.complete(routed.decision()).with(routed.answer());
        });
    }

    private <T> T checked(Supplier<T> decide) {
        try {
            return decide.get();
        } catch (RuntimeException failure) {
            throw wrapped(failure);
        }
    }

    private LlmRouterException wrapped(@Nullable Throwable failure) {
        if (failure instanceof LlmRouterException known) {
            return known;
        }
        return new ProviderUnavailableException(ErrorFacts.because("The strategy '" + strategyName + "' failed with "
                        + (failure == null ? "no error" : failure.getClass().getName()))
                .help("Name a model in the request to go past the strategy.")
                .cause(failure)
                .build());
    }

    /** One decision in the making. */
    private final class Choice {
        private final ChatRequest request;
        private final String requestId;
        private final CandidateFilter filter;
        private final List<Candidate> candidates = new ArrayList<>();
        private final Map<String, String> excluded = new LinkedHashMap<>();
        private @Nullable Kept conversation;
        /** A field that a model was excluded for. */
        private @Nullable String param;

        Choice(ChatRequest request, String requestId) {
            this.request = request;
            this.requestId = requestId;
            this.filter = new CandidateFilter(request);
        }

        /** The decision, if it takes no strategy. */
        @Nullable
        RoutingDecision withoutStrategy() {
            String name = request.model().orElse(Router.AUTO);
            if (!name.equals(Router.AUTO)) {
                Member named = members.get(name);
                if (named != null) {
                    refuseUnsupported(named);
                    named.health().objection().ifPresent(objection -> excluded.put(name, objection));
                    return new RoutingDecision(name, DIRECT, "named by the request", List.of(), List.of());
                }
                if (unknownModel == UnknownModel.REJECT) {
                    throw unknown(name);
                }
            }
            List<Member> capable = capable();
            for (Member member : capable) {
                member.health()
                        .objection()
                        .ifPresentOrElse(
                                objection -> excluded.put(member.name(), objection), () -> candidates.add(member));
            }
            if (candidates.isEmpty()) {
                candidates.add(soonest(capable));
            }
            if (candidates.size() == 1) {
                return new RoutingDecision(
                        candidates.get(0).name(), ONLY, "no other model can take the request", List.of(), List.of());
            }
            conversation = stickiness.find(request);
            return stickiness.bound(request, conversation, candidates);
        }

        /** The strategy's decision, unless the conversation does better to stay where it is. */
        RoutingDecision adjusted(RoutingDecision decision) {
            return stickiness.adjusted(decision, conversation, filter, candidates);
        }

        private Optional<String> objection(Member member) {
            return filter.objection(member.info()).or(() -> {
                List<String> lost = refused(member);
                if (!lost.isEmpty()) {
                    param = lost.get(0);
                }
                return lost.isEmpty()
                        ? Optional.empty()
                        : Optional.of("cannot honour " + String.join(", ", lost) + " (on_unsupported: reject)");
            });
        }

        private List<String> refused(Member member) {
            return member.entry().onUnsupported() == OnUnsupported.REJECT ? Unsupported.of(request, member) : List.of();
        }

        private void refuseUnsupported(Member member) {
            List<String> lost = refused(member);
            if (!lost.isEmpty()) {
                throw new InvalidRequestException(
                        ErrorFacts.because("The model '" + member.name() + "' cannot honour " + String.join(", ", lost))
                                .model(member.name())
                                .provider(member.info().provider())
                                .httpStatus(400)
                                .code("unsupported_parameter")
                                .param(lost.get(0))
                                .help("Leave it out, ask another model, or set on_unsupported: warn or drop under llms."
                                        + member.name() + ".")
                                .build());
            }
        }

        private List<Member> capable() {
            var capable = new ArrayList<Member>();
            for (Member member : members.values()) {
                objection(member)
                        .ifPresentOrElse(
                                objection -> excluded.put(member.name(), objection), () -> capable.add(member));
            }
            if (capable.isEmpty()) {
                throw noCandidate();
            }
            return capable;
        }

        /** Where none may be asked now: the one that may be asked first. */
        private Member soonest(List<Member> capable) {
            return Collections.min(
                    capable,
                    Comparator.comparing(
                            member -> member.health().untilAvailable().orElse(Duration.ZERO)));
        }

        RoutingContext context() {
            String text = request.lastUserText();
            return new RoutingContext(request, text.isBlank() ? GENERAL_QUERY : text, candidates, requestId);
        }

        Selection complete(RoutingDecision decision) {
            boolean direct = decision.strategy().equals(DIRECT);
            Member member = members.get(decision.model());
            if (member == null || (!direct && !candidates.contains(member))) {
                throw ConfigurationException.of(
                        "the strategy '" + strategyName + "'",
                        "a choice among " + names(candidates),
                        "'" + decision.model() + "'");
            }
            List<Member> fallbacks = fallbacks(member);
            var whole = new RoutingDecision(
                    decision.model(),
                    decision.strategy().isEmpty() ? strategyName : decision.strategy(),
                    decision.reason(),
                    fallbacks.stream().map(Member::name).toList(),
                    direct ? named(decision.model()) : considered(decision.candidates()),
                    decision.propensity());
            ResilienceConfig resilience = member.entry().resilience();
            return new Selection(
                    whole,
                    member,
                    fallbacks,
                    ownChain(member, resilience.contextWindowFallbacks()),
                    ownChain(member, resilience.contentPolicyFallbacks()),
                    filter.promptTokens(),
                    filter.needed());
        }

        private List<Member> fallbacks(Member chosen) {
            return chain(chosen, request.fallbacks().orElse(chosen.entry().fallbacks()));
        }

        /** A configured chain for errors of one class; a request that names its fallbacks allows no others. */
        private List<Member> ownChain(Member chosen, List<String> names) {
            return request.fallbacks().isPresent() ? List.of() : chain(chosen, names);
        }

        private List<Member> chain(Member chosen, List<String> names) {
            var chain = new ArrayList<Member>();
            for (String name : names) {
                Member member = members.get(name);
                if (member == null) {
                    throw unknown(name);
                }
                if (member != chosen
                        && !chain.contains(member)
                        && objection(member).isEmpty()) {
                    chain.add(member);
                }
            }
            return List.copyOf(chain);
        }

        /** Nothing was considered where the request names its model; what keeps calls away from that is told. */
        private List<Considered> named(String model) {
            String objection = excluded.get(model);
            return objection == null ? List.of() : List.of(new Considered(model, null, objection));
        }

        private List<Considered> considered(List<Considered> scored) {
            var all = new ArrayList<Considered>();
            for (Member member : members.values()) {
                String objection = excluded.get(member.name());
                all.add(scored.stream()
                        .filter(c -> objection == null && c.model().equals(member.name()))
                        .findFirst()
                        .orElseGet(() -> new Considered(member.name(), null, objection)));
            }
            return all;
        }

        private LlmRouterException noCandidate() {
            var reasons = new StringBuilder();
            excluded.forEach((name, reason) ->
                    reasons.append("\n  ").append(name).append(": ").append(reason));
            return new InvalidRequestException(ErrorFacts.because("No configured model can take the request:" + reasons)
                    .help("Shorten the request, raise its budget, or configure a model that can take it.")
                    .httpStatus(400)
                    .param(param)
                    .build());
        }
    }

    private LlmRouterException unknown(String name) {
        return new ModelNotFoundException(ErrorFacts.because("There is no model '" + bounded(name) + "'")
                .model(bounded(name))
                .httpStatus(404)
                .help("Configured: " + String.join(", ", members.keySet())
                        + ". Ask for 'auto' to have one chosen, or set router.unknown_model: route.")
                .build());
    }

    private static String bounded(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }

    private static List<String> names(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::name).toList();
    }
}
