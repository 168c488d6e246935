package io.llmrouter.core.config;

import static io.llmrouter.core.config.Key.duration;
import static io.llmrouter.core.config.Key.flag;
import static io.llmrouter.core.config.Key.integer;
import static io.llmrouter.core.config.Key.price;
import static io.llmrouter.core.config.Key.section;
import static io.llmrouter.core.config.Key.text;

import io.llmrouter.core.config.Key.Kind;

/**
 * The table of all keys: what is checked, what the JSON Schema says and what the reference page lists come from it.
 */
final class ConfigKeys {
    private static final int MANY = Integer.MAX_VALUE;

    static final Section KEY_BUDGET = new Section(
            "key_budget",
            "An amount of money that the holder of a key may spend.",
            Key.of("usd", Kind.NUMBER, "The amount, in USD.").isNew(),
            Key.of("per", Kind.CHOICE, "When it begins anew, by UTC.")
                    .among("day", "month")
                    .or("day")
                    .isNew());

    static final Section BUDGET = new Section(
            "budget",
            "An amount of money that may be spent.",
            text("per", "Who has it: each user, each key, each value of tag:<name>, or all together.")
                    .isNew(),
            Key.of("usd", Kind.NUMBER, "The amount, in USD.").isNew(),
            Key.of("window", Kind.CHOICE, "When it begins anew, by UTC.")
                    .among("day", "month")
                    .or("day")
                    .isNew());

    static final Section RATES = new Section(
            "rates",
            "How much may be asked of a model.",
            integer("requests_per_minute", 1, MANY, "The most requests in any minute.")
                    .isNew(),
            integer("rpm", 1, MANY, "The same as requests_per_minute.").isNew(),
            integer("tokens_per_minute", 1, MANY, "The most tokens, of prompts and answers, in any minute.")
                    .isNew(),
            integer("tpm", 1, MANY, "The same as tokens_per_minute.").isNew(),
            integer("max_concurrent", 1, MANY, "The most requests under way at a time.")
                    .isNew());

    static final Section REDIS = new Section(
            "redis",
            "The Redis that counts for all instances together.",
            text("url", "Its address: redis://user:password@host:6379/0, or rediss:// for TLS.")
                    .hidden()
                    .isNew(),
            duration("timeout", "How long a call waits for it.").or("100ms").isNew(),
            text("prefix", "What the names of its keys begin with; the braces keep them together in a cluster.")
                    .or("{llmrouter}")
                    .isNew(),
            Key.of(
                            "on_failure",
                            Kind.CHOICE,
                            "What holds while it cannot be reached: this instance's share of what was left, the whole limit for"
                                    + " each instance, no limits, or refusal.")
                    .among("share", "local", "allow", "reject")
                    .or("share")
                    .isNew(),
            Key.of("ca_file", Kind.FILE, "A file with the certificates that are trusted, in PEM; the JVM's if absent.")
                    .isNew(),
            integer("max_connections", 1, 256, "The most connections to it.")
                    .or("8")
                    .isNew());

    static final Section LIMITS = new Section(
            "limits",
            "Where requests, tokens and money are counted.",
            Key.of("store", Kind.NAME, "Where they are counted: in this process, or in a Redis that instances share.")
                    .among("memory", "redis")
                    .or("memory")
                    .isNew(),
            integer("max_keys", 100, 10_000_000, "The most counters kept in memory; idle ones are dropped first.")
                    .or("100000")
                    .isNew(),
            section("redis", Kind.SECTION, REDIS, "The Redis, for the store redis.")
                    .isNew(),
            Key.of("options", Kind.FREE, "Whatever a store of a plug-in reads.").isNew());

    static final Section CLIENT_KEY = new Section(
            "client_key",
            "A key that clients of the server must show, under its holder's name; either key or sha256.",
            text("key", "The key itself; only its hash is kept.").hidden().isNew(),
            text("sha256", "The SHA-256 of the key, in hexadecimal.").hidden().isNew(),
            Key.of("models", Kind.TEXTS, "The models that the holder may use, auto among them; all where absent.")
                    .isNew(),
            integer("requests_per_minute", 1, MANY, "The most requests that the holder may make in any minute.")
                    .isNew(),
            integer("rpm", 1, MANY, "The same as requests_per_minute.").isNew(),
            integer("tokens_per_minute", 1, MANY, "The most tokens, of prompts and answers, in any minute.")
                    .isNew(),
            integer("tpm", 1, MANY, "The same as tokens_per_minute.").isNew(),
            integer("max_concurrent", 1, MANY, "The most requests of the holder under way at a time.")
                    .isNew(),
            section("budget", Kind.BUDGET, KEY_BUDGET, "The money that the holder may spend, such as 5/day, in USD.")
                    .isNew());

    static final Section SERVE = new Section(
            "serve",
            "The server.",
            text("host", "The address to listen on.").or("127.0.0.1"),
            integer("port", 0, 65_535, "The port to listen on; 0 for any that is free.")
                    .or("8000"),
            flag("show_model_prefix", "Whether answers begin with the name of their model in brackets.")
                    .or("true"),
            section("keys", Kind.NAMED_SECTIONS, CLIENT_KEY, "The keys of the server's clients, by holder.")
                    .isNew(),
            flag(
                            "allow_anonymous",
                            "Whether clients without a key are served on addresses that other machines can reach.")
                    .or("false")
                    .isNew(),
            Key.of("cors", Kind.TEXTS, "The origins whose web pages may use the server; * for all.")
                    .isNew(),
            integer("max_body_bytes", 1_024, 1 << 30, "The largest request, in bytes.")
                    .or("33554432")
                    .isNew(),
            integer("max_header_bytes", 1_024, 1 << 20, "The largest head of a request, in bytes.")
                    .or("32768")
                    .isNew(),
            integer("max_connections", 1, MANY, "The most connections at a time.")
                    .or("10000")
                    .isNew(),
            integer("max_concurrent_requests", 1, MANY, "The most requests under way at a time.")
                    .or("2000")
                    .isNew(),
            integer("max_queued_requests", 0, MANY, "The most requests that wait for their turn; more are refused.")
                    .or("2000")
                    .isNew(),
            duration("receive_timeout", "The time for a request's head, and the longest pause within its body.")
                    .or("30s")
                    .isNew(),
            duration("idle_timeout", "The time after which a connection without a request is closed.")
                    .or("75s")
                    .isNew(),
            duration("write_timeout", "The time after which a client that takes nothing of its answer is cut off.")
                    .or("60s")
                    .isNew(),
            duration("keep_alive", "The time between comments that keep a silent stream open.")
                    .or("15s")
                    .isNew(),
            duration("drain_timeout", "The time that requests under way have to end when the server stops.")
                    .or("30s")
                    .isNew(),
            flag("show_model_suffix", "Read for old files; has no effect."));

    static final Section LLMROUTER = new Section(
            "llmrouter",
            "A learned router, for the strategy llmrouter.",
            text("name", "Its name."),
            Key.of("config_path", Kind.FILE, "Its own configuration."),
            Key.of("model_path", Kind.FILE, "Its trained model."),
            Key.of(
                            "models",
                            Kind.NAMED_TEXTS,
                            "The configured model, by the name of the trained one, where they differ.")
                    .isNew());

    static final Section TIERS = new Section(
            "tiers",
            "Models by the difficulty of the prompt, the preferred first.",
            Key.of("simple", Kind.TEXTS, "For small talk and short questions.").isNew(),
            Key.of("standard", Kind.TEXTS, "For what is neither simple nor hard.")
                    .isNew(),
            Key.of("reasoning", Kind.TEXTS, "For prompts that want reasoning, or are long.")
                    .isNew(),
            Key.of("deep", Kind.TEXTS, "For prompts that want deep thought.").isNew());

    static final Section COMPLEXITY = new Section(
            "complexity",
            "The share, from 0 to 1, of known prompts that are easier than any of a difficulty.",
            Key.of("standard", Kind.NUMBER, "Where standard begins.").or("0.25").isNew(),
            Key.of("reasoning", Kind.NUMBER, "Where reasoning begins.")
                    .or("0.5")
                    .isNew(),
            Key.of("deep", Kind.NUMBER, "Where deep begins.").or("0.75").isNew());

    static final Section AUTOMIX = new Section(
            "automix",
            "A cascade: a cheap model answers, its answer is verified, and a dearer one answers if it is not good enough.",
            Key.of("models", Kind.TEXTS, "The models in the order in which they are asked; by price if absent.")
                    .isNew(),
            text("verifier", "The model that verifies; whoever answered if absent.")
                    .isNew(),
            integer("samples", 1, 16, "How often each answer is verified.")
                    .or("2")
                    .isNew(),
            Key.of("threshold", Kind.NUMBER, "The share of verifications, from 0 to 1, at which an answer is kept.")
                    .or("0.5")
                    .isNew(),
            Key.of("on_unverifiable", Kind.CHOICE, "Who answers what a text cannot be verified for, such as tools.")
                    .among("last", "first")
                    .or("last")
                    .isNew(),
            Key.of("model_path", Kind.FILE, "A trained cascade, instead of models, samples and threshold.")
                    .isNew());

    static final Section DRIFT = new Section(
            "drift",
            "When the log warns that a learned router may no longer suit its queries.",
            integer("window", 0, 100_000, "How many decisions, and how many scores, are looked at; 0 for none.")
                    .or("500")
                    .isNew());

    static final Section FEEDBACK = new Section(
            "feedback",
            "Scores of answers: logged, and learned of by the strategy llmrouter.",
            flag("enabled", "Whether scores are taken.").or("false").isNew(),
            Key.of("path", Kind.PATH, "The file that scores are appended to; ~ and $VAR are expanded.")
                    .or("~/.llmrouter/feedback.jsonl")
                    .isNew(),
            integer("max_bytes", 1 << 16, MANY, "How large the file may grow before it is renamed to .1 at its end.")
                    .or("67108864")
                    .isNew(),
            flag("learn", "Whether the strategy learns of them.").or("true").isNew(),
            Key.of("prior_weight", Kind.NUMBER, "How many scores a prediction of the trained router counts as.")
                    .or("50")
                    .isNew(),
            Key.of("discount", Kind.NUMBER, "What earlier scores count after each new one, from 0.9 to 1.")
                    .or("0.995")
                    .isNew());

    static final Section RULE = new Section(
            "rule",
            "A rule of the strategy rules.",
            Key.of("keywords", Kind.TEXTS, "Words that make the rule apply, in any case."),
            text("model", "The model that the rule chooses."),
            text("default", "The model where no rule applies."),
            Key.of("match", Kind.CHOICE, "How keywords are looked for: anywhere, as whole words, or as expressions.")
                    .among("substring", "word", "regex")
                    .or("substring")
                    .isNew(),
            Key.of("regex", Kind.REGEX, "A regular expression that makes the rule apply.")
                    .isNew());

    static final Section STICKINESS = new Section(
            "stickiness",
            "Whether a conversation stays on its model, where that is cheaper or nothing else is possible.",
            flag("enabled", "Whether it does.").or("false").isNew(),
            duration("cache_life", "How long providers keep a prompt in their caches.")
                    .or("5m")
                    .isNew());

    static final Section ROUTER = new Section(
            "router",
            "Who chooses among the models.",
            Key.of("strategy", Kind.NAME, "The strategy, built in or of a plug-in.")
                    .among(
                            "random",
                            "round_robin",
                            "rules",
                            "llm",
                            "llmrouter",
                            "complexity",
                            "automix",
                            "bedrock_smart_router")
                    .or("random"),
            Key.of("unknown_model", Kind.CHOICE, "What becomes of a request for a model that is not configured.")
                    .among("reject", "route")
                    .or("reject")
                    .isNew(),
            Key.of(
                            "on_unsupported",
                            Kind.CHOICE,
                            "What becomes of a request with something that its model cannot honour, such as seed: left"
                                    + " out and said so, left out, or refused.")
                    .among("warn", "drop", "reject")
                    .or("warn")
                    .isNew(),
            section("stickiness", Kind.SECTION, STICKINESS, "Whether a conversation stays on its model.")
                    .isNew(),
            text("default", "The model where the strategy cannot decide.").isNew(),
            text("provider", "The provider of the model that decides, for the strategy llm.")
                    .or("openai"),
            text("provider_type", "The kind of that provider."),
            text("model", "The model that decides, for the strategy llm."),
            Key.of("base_url", Kind.URL, "The address of the model that decides."),
            price("input_price", "What the model that decides costs for input, unless it is one under llms.")
                    .isNew(),
            price("output_price", "What the model that decides costs for output, unless it is one under llms.")
                    .isNew(),
            text("auth_mode", "How that endpoint wants its key."),
            text("chat_path", "The path of that endpoint's chat call."),
            flag("local", "Whether that endpoint is local and needs no key."),
            section(
                    "rules",
                    Kind.SECTIONS,
                    RULE,
                    "Rules in the order in which they are tried, for the strategy rules."),
            Key.of(
                    "weights",
                    Kind.NAMED_NUMBERS,
                    "How often each model is chosen, relative to the others; 1 if absent."),
            section("llmrouter", Kind.SECTION, LLMROUTER, "A learned router, for the strategy llmrouter."),
            text("name", "The same as llmrouter.name."),
            Key.of("config_path", Kind.FILE, "The same as llmrouter.config_path."),
            Key.of("model_path", Kind.FILE, "The same as llmrouter.model_path."),
            text("llmrouter_name", "The same as llmrouter.name."),
            Key.of("llmrouter_config", Kind.FILE, "The same as llmrouter.config_path."),
            integer("seed", -MANY, MANY, "The seed of the draws, to have them again; for the strategy random.")
                    .isNew(),
            duration("timeout", "How long the routing model may take, for the strategy llm.")
                    .isNew(),
            flag("tag_override", "Whether a model's name in brackets in the prompt chooses it, for the strategy llm.")
                    .isNew(),
            integer("expected_output_tokens", 0, 10_000_000, "How long answers are taken to be, for the strategy cost.")
                    .isNew(),
            Key.of("exploration", Kind.NUMBER, "The share of calls that try another model, for the strategy latency.")
                    .isNew(),
            section(
                            "tiers",
                            Kind.SECTION,
                            TIERS,
                            "The models of each difficulty, for the strategies complexity and bedrock_smart_router.")
                    .isNew(),
            section(
                            "complexity",
                            Kind.SECTION,
                            COMPLEXITY,
                            "Where each difficulty begins, for the strategy complexity.")
                    .isNew(),
            section("automix", Kind.SECTION, AUTOMIX, "A cascade of models, for the strategy automix.")
                    .isNew(),
            section("drift", Kind.SECTION, DRIFT, "When a learned router is warned about, for the strategy llmrouter.")
                    .isNew(),
            section("feedback", Kind.SECTION, FEEDBACK, "Scores of answers.").isNew(),
            Key.of("options", Kind.FREE, "Whatever a strategy of a plug-in reads.")
                    .isNew());

    static final Section MEMORY = new Section(
            "memory",
            "Past decisions of the strategy llm, shown to it again.",
            flag("enabled", "Whether decisions are remembered.").or("false"),
            Key.of("path", Kind.PATH, "The file; ~ and $VAR are expanded.").or("~/.llmrouter/openclaw_memory.jsonl"),
            integer("top_k", 1, MANY, "How many similar decisions are shown.").or("10"),
            text("retriever_model", "Not used: messages are compared by their words, without a neural encoder.")
                    .or("facebook/contriever-msmarco"),
            text("device", "Not used.").or("cpu"),
            integer("max_length", 1, MANY, "Not used.").or("256"),
            integer("max_query_chars", 1, MANY, "How much of a query is stored.")
                    .or("500"),
            integer("max_prompt_chars", 1, MANY, "How much of a remembered query is shown.")
                    .or("200"),
            flag("per_user", "Whether users see their own decisions only.").or("false"));

    static final Section JOURNAL = new Section(
            "journal",
            "A record of each call, for usage, explanations and replays.",
            flag("enabled", "Whether calls are recorded.").or("false").isNew(),
            Key.of("path", Kind.PATH, "The folder; ~ and $VAR are expanded.")
                    .or("~/.llmrouter/journal")
                    .isNew(),
            flag("prompts", "Whether the user's last text is recorded with each call.")
                    .or("false")
                    .isNew(),
            integer("max_bytes", 1 << 20, MANY, "How large the folder may grow; of what is deleted the sums are kept.")
                    .or("1073741824")
                    .isNew());

    static final Section MEDIA = new Section(
            "media",
            "Descriptions of images, audio and video for models that cannot take them.",
            flag("enabled", "Whether media are described.").or("false"),
            text("api_key", "The key of the describing endpoint.").hidden(),
            text("api_key_env", "The variable that holds the key.").or("TOGETHER_API_KEY"),
            Key.of("base_url", Kind.URL, "The address of the describing endpoint.")
                    .or("https://api.together.xyz/v1"),
            text("vision_model", "The model that looks at images and video frames.")
                    .or("meta-llama/Llama-4-Scout-17B-16E-Instruct"),
            text("audio_model", "The model that transcribes.").or("openai/whisper-large-v3"),
            text("image_prompt", "What the vision model is asked of an image.")
                    .or("Describe this image in two or three sentences."),
            text("video_prompt", "What the vision model is asked of video frames.")
                    .or("These are frames of one video, in order. Describe what happens in two or three sentences."),
            integer("video_max_frames", 1, 1_000, "How many frames of a video are looked at.")
                    .or("4"),
            integer("max_description_chars", 1, MANY, "How long a description may be.")
                    .or("500"));

    static final Section BREAKER = new Section(
            "breaker",
            "When a model that fails is left alone, and for how long.",
            flag("enabled", "Whether a model that fails is left alone.")
                    .or("true")
                    .isNew(),
            integer("failures", 1, MANY, "As many failures in a row open the circuit.")
                    .or("5")
                    .isNew(),
            Key.of("failure_rate", Kind.NUMBER, "The share of failures in the window that opens it, from 0 to 1.")
                    .or("0.5")
                    .isNew(),
            integer("min_calls", 1, MANY, "The calls that the window must hold for the share to count.")
                    .or("20")
                    .isNew(),
            duration("window", "How far back calls count.").or("30s").isNew(),
            duration(
                            "open",
                            "How long the circuit stays open before a call probes the model; each failed probe doubles it.")
                    .or("5s")
                    .isNew(),
            duration("max_open", "The longest time between two probes.")
                    .or("20s")
                    .isNew());

    static final Section HEDGE = new Section(
            "hedge",
            "When the next fallback is asked too, beside a model that is slow; who is first answers.",
            duration(
                            "after",
                            "How long a model may take to its first content (to its whole answer where it is not"
                                    + " streamed) before the next fallback is asked too: p95 for as long as 95 of 100 of"
                                    + " its recent calls, a duration, or never.")
                    .among(HedgeConfig.NEVER, HedgeConfig.USUAL)
                    .or(HedgeConfig.NEVER)
                    .isNew(),
            Key.of("budget", Kind.NUMBER, "The share of the model's calls that may be asked twice, from 0 to 1.")
                    .or("0.05")
                    .isNew());

    static final Section RESILIENCE = new Section(
            "resilience",
            "Deadlines and retries. A duration of zero means none.",
            integer("max_retries", 0, 100, "Retries on the same model, out of one budget for the call.")
                    .or("2")
                    .isNew(),
            duration("connect_timeout", "Until the connection stands.").or("5s").isNew(),
            duration("first_token_timeout", "From the start of a streamed attempt to its first content.")
                    .or("10s")
                    .isNew(),
            duration("stall_timeout", "Between two events of a stream.")
                    .or("15s")
                    .isNew(),
            duration("request_timeout", "One plain attempt, from its start to its last byte.")
                    .or("120s")
                    .isNew(),
            duration("stream_timeout", "One streamed attempt, from its start to its end.")
                    .or("10m")
                    .isNew(),
            duration("deadline", "The whole call, with all attempts and waits.")
                    .or("0")
                    .isNew(),
            Key.of("recovery", Kind.CHOICE, "What becomes of a stream that broke off after its first content.")
                    .among("resume", "restart", "fail")
                    .or("resume")
                    .isNew(),
            section("breaker", Kind.SECTION, BREAKER, "When a model that fails is left alone.")
                    .isNew(),
            section("hedge", Kind.SECTION, HEDGE, "When a second model is asked beside one that is slow.")
                    .isNew(),
            Key.of(
                            "context_window_fallbacks",
                            Kind.TEXTS,
                            "The models to try, in order, instead of fallbacks where the prompt is too long.")
                    .isNew(),
            Key.of(
                            "content_policy_fallbacks",
                            Kind.TEXTS,
                            "The models to try, in order, where the provider refuses the content; none if absent.")
                    .isNew());

    static final Section GUARDRAIL = new Section(
            "guardrail",
            "A guardrail of Bedrock.",
            text("id", "Its id or ARN.").isNew(),
            text("version", "Its version.").isNew(),
            flag("trace", "Whether it explains itself.").isNew());

    static final Section PRICE_TIER = new Section(
            "price_tier",
            "Other prices of some calls; those absent are the model's.",
            integer("above_prompt_tokens", 1, MANY, "For calls with more tokens of prompt than this.")
                    .isNew(),
            text("service_tier", "For calls that got this class of service, such as flex, priority or batch.")
                    .isNew(),
            price("input_price", "The price of input").isNew(),
            price("output_price", "The price of output").isNew(),
            price("cache_read_price", "The price of input read from the provider's cache")
                    .isNew(),
            price("cache_write_price", "The price of input written to the provider's cache")
                    .isNew(),
            price("cache_write_1h_price", "The price of input that the cache keeps for an hour")
                    .isNew(),
            price("input_audio_price", "The price of sound in the prompt").isNew(),
            price("output_audio_price", "The price of sound in the answer").isNew());

    static final Section MODEL = new Section(
            "model",
            "A model.",
            text(
                            "provider",
                            "The provider, built in or of a plug-in; any other name with a base_url is served as openai.")
                    .or("openai"),
            text("provider_type", "The kind of the provider."),
            text("model", "The provider's id of the model; the name above if absent."),
            Key.of("base_url", Kind.URL, "The address of the endpoint; the provider's own if absent."),
            Key.of("api_key", Kind.TEXTS, "The model's own key, or several used in turn.")
                    .hidden(),
            Key.of("api_key_env", Kind.TEXTS, "The variable that holds the key, or several."),
            Key.of("api_key_file", Kind.FILE, "A file with the key, or with several, one a line.")
                    .isNew(),
            text("description", "What the model is good for; strategies and lists of models show it."),
            price("input_price", "The price of input"),
            price("output_price", "The price of output"),
            price("cache_read_price", "The price of input read from the provider's cache"),
            price("cache_write_price", "The price of input written to the provider's cache"),
            price("cache_write_1h_price", "The price of input that the cache keeps for an hour")
                    .isNew(),
            price("input_audio_price", "The price of sound in the prompt").isNew(),
            price("output_audio_price", "The price of sound in the answer").isNew(),
            section(
                            "price_tiers",
                            Kind.SECTIONS,
                            PRICE_TIER,
                            "Other prices of calls with long prompts, or of a class of service.")
                    .isNew(),
            integer("max_tokens", 1, MANY, "The most tokens of an answer."),
            integer("context_limit", 1, MANY, "The most tokens of prompt and answer together."),
            text("size", "The size of the model, such as 8B."),
            text("auth_mode", "How the endpoint wants its key."),
            text("chat_path", "The path of the endpoint's chat call."),
            flag("local", "Whether the endpoint is local and needs no key."),
            Key.of("fallbacks", Kind.TEXTS, "The models to try, in order, where this one fails.")
                    .isNew(),
            section("resilience", Kind.SECTION, RESILIENCE, "The model's own deadlines and retries.")
                    .isNew(),
            Key.of(
                            "on_unsupported",
                            Kind.CHOICE,
                            "What becomes of a request with something that the model cannot honour; that of router if"
                                    + " absent.")
                    .among("warn", "drop", "reject")
                    .isNew(),
            section(
                            "limits",
                            Kind.SECTION,
                            RATES,
                            "How much may be asked of the model; fallbacks are asked instead, or the call waits.")
                    .isNew(),
            Key.of("capabilities", Kind.CAPABILITIES, "What the model can and cannot do: a flag each, or a list.")
                    .among("tools", "vision", "audio", "json", "prefill")
                    .isNew(),
            text("aws_region", "The region, for Bedrock."),
            text("aws_profile", "The profile of the shared AWS files, for Bedrock.")
                    .isNew(),
            text("aws_access_key_id", "An access key, for Bedrock.").hidden().isNew(),
            text("aws_secret_access_key", "Its secret, for Bedrock.").hidden().isNew(),
            text("aws_session_token", "Its session token, for Bedrock.")
                    .hidden()
                    .isNew(),
            text("bearer_token", "An API key of Bedrock.").hidden().isNew(),
            section("guardrail", Kind.SECTION, GUARDRAIL, "A guardrail of Bedrock.")
                    .isNew(),
            Key.of("additional_request_fields", Kind.FREE, "Fields of the model's own, for Bedrock.")
                    .isNew(),
            text("performance_config_latency", "The latency setting of Bedrock, such as optimized.")
                    .isNew(),
            text("api_version", "The version of the provider's API.").isNew(),
            text("anthropic_version", "The version header of Anthropic.").isNew(),
            Key.of("anthropic_beta", Kind.TEXTS, "The beta features of Anthropic to turn on.")
                    .isNew(),
            Key.of("headers", Kind.NAMED_TEXTS, "Headers sent with each request.")
                    .hidden()
                    .isNew(),
            text("max_tokens_field", "The name of the field that bounds the answer, such as max_completion_tokens.")
                    .isNew(),
            flag("stream_usage", "Whether the provider is asked for the usage of streams.")
                    .isNew(),
            Key.of("options", Kind.FREE, "Whatever a provider of a plug-in reads.")
                    .isNew());

    static final Section EMBEDDING = new Section(
            "embedding",
            "An embedding model.",
            text("provider", "The provider: one of OpenAI's format.")
                    .or("openai")
                    .isNew(),
            text("model", "The provider's id of the model; the name above if absent.")
                    .isNew(),
            Key.of("base_url", Kind.URL, "The address of the endpoint; the provider's own if absent.")
                    .isNew(),
            Key.of("api_key", Kind.TEXTS, "The model's own key, or several used in turn.")
                    .hidden()
                    .isNew(),
            Key.of("api_key_env", Kind.TEXTS, "The variable that holds the key, or several.")
                    .isNew(),
            Key.of("api_key_file", Kind.FILE, "A file with the key, or with several, one a line.")
                    .isNew(),
            text("description", "What the model is good for; lists of models show it.")
                    .isNew(),
            price("input_price", "The price of input").isNew(),
            integer("dimensions", 1, 1_000_000, "How long vectors are where a request does not say.")
                    .isNew(),
            text("auth_mode", "How the endpoint wants its key.").isNew(),
            flag("local", "Whether the endpoint is local and needs no key.").isNew(),
            section("resilience", Kind.SECTION, RESILIENCE, "The model's own deadlines and retries.")
                    .isNew(),
            text("api_version", "The version of the provider's API.").isNew(),
            Key.of("headers", Kind.NAMED_TEXTS, "Headers sent with each request.")
                    .hidden()
                    .isNew(),
            Key.of("options", Kind.FREE, "Whatever a provider of a plug-in reads.")
                    .isNew());

    static final Section AWS = new Section(
            "aws", "Defaults of Bedrock models.", text("region", "The region of models without aws_region."));

    static final Section ROOT = new Section(
            "root",
            "The configuration of LLMRouter.",
            section("serve", Kind.SECTION, SERVE, "The server."),
            section("router", Kind.SECTION, ROUTER, "Who chooses among the models."),
            Key.of("api_keys", Kind.API_KEYS, "Keys by provider: one, several used in turn, or {file: path}.")
                    .hidden(),
            section("aws", Kind.SECTION, AWS, "Defaults of Bedrock models."),
            section("memory", Kind.SECTION, MEMORY, "Past decisions of the strategy llm, shown to it again."),
            section("journal", Kind.SECTION, JOURNAL, "A record of each call, for usage, explanations and replays.")
                    .isNew(),
            section("media", Kind.SECTION, MEDIA, "Descriptions of media for models that cannot take them."),
            section(
                            "resilience",
                            Kind.SECTION,
                            RESILIENCE,
                            "Deadlines and retries of all models that say nothing else.")
                    .isNew(),
            section("limits", Kind.SECTION, LIMITS, "Where requests, tokens and money are counted.")
                    .isNew(),
            section("budgets", Kind.SECTIONS, BUDGET, "The money that may be spent.")
                    .isNew(),
            section("llms", Kind.NAMED_SECTIONS, MODEL, "The models, each under the name by which requests call it."),
            section("models", Kind.NAMED_SECTIONS, MODEL, "The same as llms."),
            section("embeddings", Kind.NAMED_SECTIONS, EMBEDDING, "The embedding models, each under its name.")
                    .isNew());

    /** Keys of this prefix at the top are ignored: a place for what anchors stand for. */
    static final String IGNORED_PREFIX = "x-";

    private ConfigKeys() {}
}
