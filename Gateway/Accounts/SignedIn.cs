using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace OrleansLld.Accounts;

/// <summary>Where a bearer token is accepted from, and what it opens.</summary>
internal static class SignedIn
{
    /// <summary>The policy of what only administrators may see.</summary>
    public const string Administrators = "administrators";

    /// <summary>Holds an administrator's token so that a browser can open the operators' pages; worth nothing anywhere else.</summary>
    public const string CookieName = "orleanslld-operator";

    private static readonly PathString Hubs = "/hubs";
    private static readonly PathString[] OperatorPages = ["/dashboard", "/metrics"];

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<Tokens>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<Tokens, TimeProvider>((jwt, tokens, time) =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = tokens.Validation;
            jwt.TimeProvider = time;
            jwt.Events = new JwtBearerEvents { OnMessageReceived = FindToken };
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Administrators, policy => policy.RequireRole(Caller.AdministratorRole));
    }

    // Browsers cannot set a header on a WebSocket, nor when a person opens a page.
    private static Task FindToken(MessageReceivedContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(Hubs))
            context.Token = request.Query["access_token"];
        else if (HttpMethods.IsGet(request.Method) && Array.Exists(OperatorPages, page => request.Path.StartsWithSegments(page)))
            context.Token = request.Headers.Authorization.Count == 0 ? request.Cookies[CookieName] : null;
        return Task.CompletedTask;
    }
}
