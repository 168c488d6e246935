package io.llmrouter.bedrock;

/** What the user can do about each kind of failure. */
final class ErrorHelp {
    private static final String REGIONS_PAGE =
            "https://docs.aws.amazon.com/bedrock/latest/userguide/models-regions.html";
    private static final String MODELS_PAGE =
            "https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html";

    private final BedrockSettings settings;

    ErrorHelp(BedrockSettings settings) {
        this.settings = settings;
    }

    String credentials() {
        return """
                Give AWS credentials in one of these ways:
                  1. environment variables: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN for temporary \
                ones) and AWS_DEFAULT_REGION or AWS_REGION; or a Bedrock API key in AWS_BEARER_TOKEN_BEDROCK
                  2. the file ~/.aws/credentials, profile [default] or the one named by AWS_PROFILE or aws_profile
                  3. an IAM role of the machine, container or function (EC2, ECS, Lambda)
                Web identity, SSO and assumed roles need software.amazon.awssdk:sts or :sso on the class path.""";
    }

    String permission() {
        return """
                Request access to %s in the Bedrock console (Model access), in %s.
                The credentials need bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream.
                With a Bedrock API key: check that it is complete and has not expired.""".formatted(settings.modelId(), settings.regionName());
    }

    String region() {
        return """
                Bedrock may not be offered in %s. Use a different region: set aws_region, such as us-east-1 or us-west-2.
                Models by region: %s
                Request access to the model in the Bedrock console of that region.""".formatted(settings.regionName(), REGIONS_PAGE);
    }

    String model() {
        return """
                Check the model id. Examples: anthropic.claude-3-sonnet-20240229-v1:0, \
                anthropic.claude-3-haiku-20240307-v1:0, amazon.titan-text-express-v1, meta.llama3-70b-instruct-v1:0, \
                mistral.mistral-7b-instruct-v0:2
                Newer models want an inference profile, such as us.anthropic. before the id. All models: %s
                Or use a different region (aws_region, now %s): %s""".formatted(MODELS_PAGE, settings.regionName(), REGIONS_PAGE);
    }

    String connect() {
        return "Check the network connectivity to AWS, increase resilience.connect_timeout, or try a different region"
                + " (aws_region).";
    }

    String timeout() {
        return "Increase the timeout (resilience.request_timeout, stream_timeout), check the network connectivity to"
                + " AWS, ask for a shorter answer, or try a different region (aws_region).";
    }

    String throttled() {
        return "Send fewer requests, spread them over several regions or a cross-region inference profile, or add a"
                + " fallback model.";
    }

    String quota() {
        return "Raise the quota in the Service Quotas console (Amazon Bedrock), or add a fallback model.";
    }

    String validation() {
        return "Check the request against what the model supports: tools, images, documents, parameters. "
                + MODELS_PAGE;
    }

    String contextLength() {
        return "Shorten the conversation, lower max_tokens, or use a model with a larger context.";
    }

    String contentPolicy() {
        return "The provider refuses to answer what was asked. Rephrase it, or set content_policy_fallbacks.";
    }

    String notReady() {
        return "The model is being loaded: try again in a minute, or add a fallback model.";
    }

    String modelError() {
        return "Try again; if it persists, change the request or add a fallback model.";
    }

    String unavailable() {
        return "Try again, check https://health.aws.amazon.com, try a different region (aws_region), or add a fallback"
                + " model.";
    }

    String badResponse() {
        return "Check that aws_region or base_url leads to a Bedrock endpoint and that no proxy answers in its place.";
    }
}
