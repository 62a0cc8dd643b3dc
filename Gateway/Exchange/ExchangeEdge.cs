using Microsoft.AspNetCore.OpenApi;

namespace OrleansLld.Exchange;

/// <summary>The exchange's edges: the Binance Spot API, test money and the live hub.</summary>
internal static class ExchangeEdge
{
    public static IServiceCollection AddExchange(this IServiceCollection services)
    {
        services.AddOptions<ExchangeApiOptions>().BindConfiguration("Exchange:Api").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ExchangeListings>();
        services.AddSingleton<RequestAuthority>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<ExchangePipeline>();
        services.AddSingleton<ExchangeRoutes>();
        services.Configure<OpenApiOptions>(ApiDescription.Name, api => api.AddDocumentTransformer<ExchangeDescription>());
        services.AddSingleton<MarketFeeds>();
        services.AddHostedService(provider => provider.GetRequiredService<MarketFeeds>());
        return services;
    }

    public static void MapExchange(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = endpoints.ServiceProvider.GetRequiredService<ExchangePipeline>();
        // The API's own pipeline does what the house's middleware would do; orders are many, so they take the short way.
        foreach (var route in endpoints.ServiceProvider.GetRequiredService<ExchangeRoutes>().All)
            endpoints.MapMethods(route.Path, [route.Method], pipeline.Bind(route)).ShortCircuit();

        foreach (var prefix in (ReadOnlySpan<string>)["/api/v3", "/sapi", "/fapi", "/dapi"])
            endpoints.MapFallback(prefix + "/{**rest}", ExchangePipeline.RefuseAddress).ShortCircuit();

        endpoints.MapTestMoney();
        endpoints.MapSystemHub<ExchangeHub>("exchange");
    }
}
