using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace OrleansLld.Accounts;

/// <summary>Where a bearer token is accepted from, and what it opens.</summary>
internal static class AcceptedTokens
{
    /// <summary>The policy of what only administrators may see.</summary>
    public const string Administrators = "administrators";

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<Tokens>();
        services.AddSingleton<DeletedAccounts>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<Tokens, TimeProvider>((jwt, tokens, time) =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = tokens.Validation;
            jwt.TimeProvider = time;
            jwt.Events = new JwtBearerEvents { OnMessageReceived = FindToken, OnTokenValidated = RefuseDeleted };
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Administrators, policy => policy.RequireRole(Caller.AdministratorRole));
    }

    private static async Task RefuseDeleted(TokenValidatedContext context)
    {
        var deleted = context.HttpContext.RequestServices.GetRequiredService<DeletedAccounts>();
        if (Caller.Of(context.Principal!) is { } caller && await deleted.Contain(caller, context.HttpContext.RequestAborted))
            context.Fail("The account is deleted.");
    }

    // Browsers cannot set a header on a WebSocket, nor when a person opens a page.
    private static Task FindToken(MessageReceivedContext context)
    {
        var request = context.Request;
        if (request.Headers.Authorization.Count == 0)
            context.Token = request.Path.StartsWithSegments(Hubs.Path) ? request.Query["access_token"] : OperatorCookie.Of(request);
        return Task.CompletedTask;
    }
}
