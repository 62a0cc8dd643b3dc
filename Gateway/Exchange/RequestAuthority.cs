using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;
using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>What a route needs to know of its caller.</summary>
internal enum RouteAccess
{
    Public,

    /// <summary>Signed, by a key with the scope <c>read</c>.</summary>
    UserData,

    /// <summary>Signed, by a key with the scope <c>trade</c>.</summary>
    Trade,
}

/// <summary>
/// Finds out whose request it is: signed with an API key as Binance states it, or sent by a signed-in page with its bearer token. The
/// token needs no signature, and no cookie opens anything here, so another site cannot make a browser trade.
/// </summary>
internal sealed class RequestAuthority(CredentialCache credentials, IOptions<ExchangeApiOptions> options)
{
    private const string KeyHeader = "X-MBX-APIKEY";
    private const int KeyLengthMax = 64;
    private const int SecretLengthMax = 256;
    private const long ReceiveWindowMaxUs = 60_000_000;
    private const long ClockAheadMaxUs = 1_000_000;

    // A millisecond has eight decimals in the parser's units; three of them are allowed.
    private const long UnitsPerMicrosecond = 100_000;

    private readonly long _usualWindowUs = (long)options.Value.ReceiveWindow.TotalMicroseconds;

    public ValueTask Admit(ExchangeCall call, RouteAccess access)
    {
        var headers = call.Http.Request.Headers;
        if (!headers.TryGetValue(KeyHeader, out var key))
            return AdmitSignedIn(call);

        if (key is not [{ Length: > 0 and <= KeyLengthMax } id])
        {
            call.Refuse(ApiRefusal.KeyFormat);
            return default;
        }

        CheckTime(call, isMandatory: true);
        if (!call.Fields.TryGet("signature"u8, out var signature) || signature.IsEmpty)
            call.Refuse(ApiRefusal.Missing("signature"));

        return call.Refusal is null ? AdmitSigned(call, id, access) : default;
    }

    private async ValueTask AdmitSigned(ExchangeCall call, string id, RouteAccess access)
    {
        if (await credentials.Resolve(id, CredentialKind.Exchange, call.Aborted) is not { } credential)
        {
            call.Refuse(ApiRefusal.Key);
            return;
        }

        if (!IsSigned(call, credential.Secret))
            call.Refuse(ApiRefusal.Signature);
        else if (!credential.Scopes.Contains(access == RouteAccess.Trade ? "trade" : "read"))
            call.Refuse(ApiRefusal.Key);
        else
            call.Account = credential.Account;
    }

    private static bool IsSigned(ExchangeCall call, string secret)
    {
        Span<byte> key = stackalloc byte[SecretLengthMax];
        var textLength = call.Fields.CopySigned("signature"u8, call.SignedText.AsSpan(RequestSignature.HeadLength));
        var text = call.SignedText.AsSpan(0, RequestSignature.HeadLength + textLength);
        return Encoding.UTF8.TryGetBytes(secret, key, out var length)
            && call.Fields.TryGet("signature"u8, out var signature)
            && RequestSignature.IsValid(key[..length], text, signature);
    }

    // Only here is the token looked at: a program's request does not pass through the house's authentication.
    private async ValueTask AdmitSignedIn(ExchangeCall call)
    {
        var authentication = await call.Http.AuthenticateAsync();
        if (authentication.Principal is { } principal && Caller.Of(principal) is { } caller)
        {
            call.Account = caller.Id;
            call.Ignore("signature"u8);
            CheckTime(call, isMandatory: false);
        }
        else
        {
            call.Refuse(call.Http.Request.Headers.Authorization.Count > 0 ? ApiRefusal.Unauthorized : ApiRefusal.KeyFormat);
        }
    }

    private void CheckTime(ExchangeCall call, bool isMandatory)
    {
        var window = ReadWindow(call);
        if (call.Whole("timestamp") is { } timestamp)
        {
            var sent = Parameters.ToMicroseconds(timestamp);
            if (sent >= call.NowUs + ClockAheadMaxUs)
                call.Refuse(ApiRefusal.TooEarly);
            else if (call.NowUs - sent > window)
                call.Refuse(ApiRefusal.TooLate);
        }
        else if (isMandatory)
        {
            call.Refuse(ApiRefusal.Missing("timestamp"));
        }
    }

    private long ReadWindow(ExchangeCall call)
    {
        if (!call.Has("recvWindow", out var text))
            return _usualWindowUs;

        if (DecimalText.Parse(text, out var milliseconds) != DecimalOutcome.Exact || milliseconds % UnitsPerMicrosecond != 0)
        {
            call.Refuse(ApiRefusal.Illegal("recvWindow", @"^[0-9]{1,20}(\.[0-9]{1,3})?$"));
            return 0;
        }

        var window = milliseconds / UnitsPerMicrosecond;
        if (window > ReceiveWindowMaxUs)
            call.Refuse(ApiRefusal.RecvWindow);

        return (long)Int128.Min(window, ReceiveWindowMaxUs);
    }
}
