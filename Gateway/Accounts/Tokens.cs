using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrleansLld.Accounts;

/// <summary>Bearer tokens: JWTs that any gateway of the cluster can check without asking anybody.</summary>
internal sealed class Tokens(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const string Issuer = "orleans-lld";

    private readonly JsonWebTokenHandler _handler = new();
    private readonly SymmetricSecurityKey _key = new(Convert.FromBase64String(options.Value.TokenKey));

    public TokenValidationParameters Validation => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ClockSkew = TimeSpan.FromSeconds(5),
        NameClaimType = Caller.HandleClaim,
        RoleClaimType = Caller.RoleClaim,
    };

    public (string Token, DateTimeOffset ExpiresAt) Issue(Caller caller)
    {
        var now = time.GetUtcNow();
        var expiresAt = now + options.Value.TokenLifetime;
        var claims = new ClaimsIdentity([new(Caller.IdClaim, caller.Id.ToString()), new(Caller.HandleClaim, caller.Handle)]);
        if (caller.IsAdministrator)
            claims.AddClaim(new(Caller.RoleClaim, Caller.AdministratorRole));
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Subject = claims,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
        return (token, expiresAt);
    }
}
