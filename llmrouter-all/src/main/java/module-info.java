/** One dependency for an application: the core with the HTTP and Bedrock providers and learned routing. */
module io.llmrouter.all {
    requires transitive io.llmrouter.api;
    requires transitive io.llmrouter.core;
    requires io.llmrouter.http;
    requires io.llmrouter.bedrock;
    requires io.llmrouter.learned;
}
