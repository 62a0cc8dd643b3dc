using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>Finds out whose request it is: nobody's, or a signed-in page's with its bearer token. No cookie opens anything here.</summary>
internal sealed class ObjectStoreAuthority(IAuthenticationService authentication)
{
    private static readonly S3Error Unsupported = S3Error.InvalidRequest with
    {
        Message = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    };

    /// <summary>Sets <see cref="ObjectStoreCall.Who"/> and <see cref="ObjectStoreCall.Body"/>, or refuses the call.</summary>
    public async ValueTask Identify(ObjectStoreCall call)
    {
        if (call.Header("Authorization") is not { } authorization)
            return;
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            call.Refuse(Unsupported);
            return;
        }

        var page = await authentication.AuthenticateAsync(call.Http, JwtBearerDefaults.AuthenticationScheme);
        if (page.Principal is { } principal && Caller.Of(principal) is { } caller)
            call.Who = new Requester(caller.Id, caller.Handle);
        else
            call.Refuse(S3Error.ExpiredToken);
    }
}
