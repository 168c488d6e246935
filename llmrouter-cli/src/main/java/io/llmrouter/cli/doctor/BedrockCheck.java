package io.llmrouter.cli.doctor;

import io.llmrouter.api.spi.Settings;
import io.llmrouter.core.config.ModelEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for the region and the credentials of a model on Bedrock, where the AWS tools look for them. */
final class BedrockCheck {
    private final Map<String, String> environment;

    BedrockCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    List<Finding> of(ModelEntry model, int sharedKeys) {
        var findings = new ArrayList<Finding>();
        findings.add(region(model));
        findings.add(credentials(model, sharedKeys));
        return findings;
    }

    private Finding region(ModelEntry model) {
        Optional<String> own = text(model.settings(), "aws_region");
        if (own.isPresent()) {
            return Finding.ok(model.name(), "region", own.get());
        }
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            if (isSet(variable)) {
                return Finding.ok(model.name(), "region", environment.get(variable) + " from " + variable);
            }
        }
        String remedy = "set llms." + model.name() + ".aws_region, aws.region for all models, or AWS_REGION";
        return Files.exists(shared("AWS_CONFIG_FILE", "config"))
                ? Finding.ok(model.name(), "region", "left to " + shared("AWS_CONFIG_FILE", "config"))
                : Finding.problem(model.name(), "region", "none found", remedy);
    }

    private Finding credentials(ModelEntry model, int sharedKeys) {
        Settings settings = model.settings();
        String found = null;
        if (text(settings, "bearer_token").isPresent()) {
            found = "a Bedrock API key from bearer_token";
        } else if (text(settings, "aws_access_key_id").isPresent()) {
            found = "AWS credentials from aws_access_key_id";
        } else if (text(settings, "aws_profile").isPresent()) {
            found = "the AWS profile " + text(settings, "aws_profile").get();
        } else if (!model.apiKeys().isEmpty() || sharedKeys > 0) {
            found = "a Bedrock API key from the configuration";
        } else if (isSet("AWS_BEARER_TOKEN_BEDROCK")) {
            found = "a Bedrock API key from AWS_BEARER_TOKEN_BEDROCK";
        } else if (isSet("AWS_ACCESS_KEY_ID") && isSet("AWS_SECRET_ACCESS_KEY")) {
            found = "AWS credentials from AWS_ACCESS_KEY_ID";
        } else if (Files.exists(shared("AWS_SHARED_CREDENTIALS_FILE", "credentials"))) {
            found = "AWS credentials from " + shared("AWS_SHARED_CREDENTIALS_FILE", "credentials");
        }
        return found != null
                ? Finding.ok(model.name(), "key", found)
                : Finding.warning(
                        model.name(),
                        "key",
                        "no AWS credentials in the configuration, the environment or ~/.aws",
                        "set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY; fine if this"
                                + " machine has a role");
    }

    private Path shared(String variable, String name) {
        return isSet(variable)
                ? Path.of(environment.getOrDefault(variable, ""))
                : Path.of(environment.getOrDefault("HOME", ""), ".aws", name);
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    private static Optional<String> text(Settings settings, String key) {
        return settings.text(key).map(String::strip).filter(text -> !text.isEmpty());
    }
}
