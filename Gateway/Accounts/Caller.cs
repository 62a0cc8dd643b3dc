using System.Security.Claims;

namespace OrleansLld.Accounts;

/// <summary>Who sent a request with a valid bearer token.</summary>
internal readonly record struct Caller(AccountId Id, string Handle, bool IsAdministrator)
{
    public const string IdClaim = "sub";
    public const string HandleClaim = "name";
    public const string RoleClaim = "role";
    public const string AdministratorRole = "administrator";

    /// <summary>The caller, or null when nobody is signed in.</summary>
    public static Caller? Of(ClaimsPrincipal principal) => principal.Identity is { IsAuthenticated: true, Name: { } handle }
        ? new Caller(AccountId.Parse(principal.FindFirstValue(IdClaim)!), handle, principal.IsInRole(AdministratorRole))
        : null;

    /// <summary>The caller, at an endpoint that requires one.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        new(Of(context.User) ?? throw new InvalidOperationException("The endpoint takes a caller but does not require a sign-in."));
}
