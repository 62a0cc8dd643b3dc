namespace OrleansLld.Exchange;

/// <summary>Handlers of requests that have nothing to tell.</summary>
internal static class EmptyAnswers
{
    public static Task Object(ExchangeCall call)
    {
        if (!call.Accepted)
            return Task.CompletedTask;

        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return Task.CompletedTask;
    }

    public static Task Array(ExchangeCall call)
    {
        if (!call.Accepted)
            return Task.CompletedTask;

        call.Json.WriteStartArray();
        call.Json.WriteEndArray();
        return Task.CompletedTask;
    }
}
