using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace OrleansLld.Accounts;

/// <summary>Registration, sign-in and the caller's own credentials.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts").WithTags("Accounts").ProducesValidationProblem();
        accounts.MapPost("/", Register).RequireRateLimiting(RateLimits.Registration).WithSummary("Makes an account");
        accounts.MapPost("/sign-in", SignIn).RequireRateLimiting(RateLimits.SignIn).WithSummary("Gives a bearer token for a password");
        accounts.MapPost("/sign-out", SignOut).WithSummary("Takes the operators' cookie from the browser; bearer tokens just expire");

        var own = accounts.MapGroup("").RequireAuthorization();
        own.MapGet("/me", Me).WithSummary("Who the token belongs to");
        own.MapDelete("/me", Delete).RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Deletes the account for good; its handle stays taken");
        own.MapGet("/credentials", List).WithSummary("The caller's credentials, without their secrets");
        own.MapPost("/credentials", Create).WithSummary("Makes a credential; its secret is in this answer only");
        own.MapDelete("/credentials/{id}", Revoke).WithSummary("Ends a credential; the edges follow within seconds");
    }

    private static async Task<Results<Created<Registered>, ProblemHttpResult>> Register(
        RegisterRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!Handles.IsWellFormed(request.Handle))
            return AccountRefusals.Of(AccountRefusal.InvalidHandle);
        if (AdministratorOptions.IsReserved(request.Handle))
            return AccountRefusals.Of(AccountRefusal.HandleTaken);
        if (AccountRefusals.OfCommandId(request.CommandId) is { } malformed)
            return malformed;

        var id = new AccountId(1 + (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % AccountId.ValueMax));
        var command = new RegisterAccount(request.CommandId ?? Guid.NewGuid().ToString("N"), id, request.Handle, request.Password);
        var reply = await grains.GetGrain<IAccountGrain>(Handles.KeyOf(request.Handle)).Register(command, cancellationToken);
        return reply.Profile is { } profile
            ? TypedResults.Created("/api/accounts/me", new Registered(profile.Id.ToString(), profile.Handle))
            : AccountRefusals.Of(reply.Refusal);
    }

    private static async Task<Results<Ok<SignInAnswer>, ProblemHttpResult>> SignIn(
        SignInRequest request,
        IGrainFactory grains,
        Tokens tokens,
        IOptions<AdministratorOptions> administrators,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!Handles.IsWellFormed(request.Handle))
            return AccountRefusals.Of(AccountRefusal.WrongHandleOrPassword);

        var reply = await grains.GetGrain<IAccountGrain>(Handles.KeyOf(request.Handle)).SignIn(request.Password, cancellationToken);
        if (reply.Profile is not { } profile)
            return AccountRefusals.Of(reply.Refusal, context, reply.RetryAfter);

        var caller = new Caller(profile.Id, profile.Handle, administrators.Value.Includes(profile.Handle));
        var (token, expiresAt) = tokens.Issue(caller);
        OperatorCookie.Set(context, caller, token, expiresAt);
        return TypedResults.Ok(new SignInAnswer(token, expiresAt, profile.Handle, profile.Id.ToString(), caller.IsAdministrator));
    }

    private static NoContent SignOut(HttpContext context)
    {
        OperatorCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static Ok<Me> Me(Caller caller) => TypedResults.Ok(new Me(caller.Id.ToString(), caller.Handle, caller.IsAdministrator));

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        [FromBody] DeletionRequest request,
        Caller caller,
        IGrainFactory grains,
        DeletedAccounts deleted,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var reply = await GrainOf(caller, grains).Delete(request.Password, cancellationToken);
        if (reply.Refusal == AccountRefusal.WrongHandleOrPassword)
            return AccountRefusals.WrongPassword();
        if (reply.Refusal != AccountRefusal.None)
            return AccountRefusals.Of(reply.Refusal, context, reply.RetryAfter);

        deleted.Add(caller.Id);
        OperatorCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<CredentialAnswer[]>> List(Caller caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var credentials = await GrainOf(caller, grains).Credentials(cancellationToken);
        return TypedResults.Ok(credentials.Select(CredentialAnswer.Of).ToArray());
    }

    private static async Task<Results<Created<CredentialMade>, ProblemHttpResult>> Create(
        CredentialRequest request, Caller caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (CredentialKinds.Parse(request.Kind) is not { } kind)
            return AccountRefusals.UnknownKind();
        if (AccountRefusals.OfCommandId(request.CommandId) is { } malformed)
            return malformed;

        var (id, secret) = CredentialDraw.Draw(kind);
        var commandId = request.CommandId ?? Guid.NewGuid().ToString("N");
        var reply = await GrainOf(caller, grains).CreateCredential(
            new CreateCredential(commandId, kind, request.Label ?? "", [.. request.Scopes ?? []], id, secret), cancellationToken);
        return reply.Credential is { } made
            ? TypedResults.Created(
                $"/api/accounts/credentials/{made.Id}",
                new CredentialMade(made.Id, reply.Secret!, made.Kind.Name(), made.Label, [.. made.Scopes], made.CreatedAt))
            : AccountRefusals.Of(reply.Refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string id, Caller caller, IGrainFactory grains, CancellationToken cancellationToken) =>
        await GrainOf(caller, grains).RevokeCredential(id, cancellationToken)
            ? TypedResults.NoContent()
            : AccountRefusals.UnknownCredential();

    private static IAccountGrain GrainOf(Caller caller, IGrainFactory grains) =>
        grains.GetGrain<IAccountGrain>(Handles.KeyOf(caller.Handle));
}
