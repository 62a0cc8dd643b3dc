using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld;

/// <summary>
/// How often anybody may ask. Registration and sign-in are counted by address, everything else under <c>/api</c> and <c>/hubs</c> by
/// account or, without one, by address. The Binance edge has rules of its own and counts itself.
/// </summary>
internal static class RateLimits
{
    public const string Registration = "registration";
    public const string SignIn = "sign-in";

    private static readonly PathString[] CountedHere = ["/api", Hubs.Path];
    private static readonly PathString CountsItself = "/api/v3";

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = TellWhen;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(General);
            limiter.AddPolicy(Registration, context => ByAddress(
                context, Limits(context).RegistrationsPerHour, TimeSpan.FromHours(1), segments: 6));
            limiter.AddPolicy(SignIn, context => ByAddress(
                context, Limits(context).SignInsPerMinute, TimeSpan.FromMinutes(1), segments: 6));
        });
    }

    private static RateLimitPartition<string> General(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(CountsItself) || !Array.Exists(CountedHere, counted => path.StartsWithSegments(counted)))
            return RateLimitPartition.GetNoLimiter("");

        var perSecond = Limits(context).RequestsPerSecond;
        return RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * 2,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
    }

    private static RateLimitPartition<string> ByAddress(HttpContext context, int permits, TimeSpan window, int segments) =>
        RateLimitPartition.GetSlidingWindowLimiter(AddressOf(context), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = window,
            SegmentsPerWindow = segments,
        });

    private static ValueTask TellWhen(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter))
            Refusals.SetRetryAfter(rejected.HttpContext, retryAfter);
        return ValueTask.CompletedTask;
    }

    private static string CallerOf(HttpContext context) =>
        Caller.Of(context.User) is { } caller ? caller.Id.ToString() : AddressOf(context);

    // Whoever has an IPv6 address has 2^64 of them, so the network is counted.
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address.ToString();
        return $"{new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]])}/64";
    }

    private static GatewayOptions.RateLimitOptions Limits(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.RateLimits;
}
