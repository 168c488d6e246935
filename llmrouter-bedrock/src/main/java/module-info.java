/** AWS Bedrock: Converse and ConverseStream. */
module io.llmrouter.bedrock {
    requires transitive io.llmrouter.api;
    requires java.net.http;
    requires software.amazon.awssdk.services.bedrockruntime;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.protocols.jsoncore;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.utils;
    requires org.reactivestreams;
    requires org.slf4j; // for the AWS SDK, whose jars have no module-info to say so

    exports io.llmrouter.bedrock;

    provides io.llmrouter.api.spi.ChatModelProvider with
            io.llmrouter.bedrock.BedrockProvider;
}
