using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansLld.Accounts;
using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

// One request to the API from its first byte to its answer. A handler reads its parameters one after the other; the first refusal
// sticks and the reading goes on with placeholders, so that the order of the reading is the order of the checks and a handler has
// one place where it stops: `if (!call.Accepted) return;`. After it no parameter may be read, before it nothing may be done.
//
// Calls are pooled: fields, buffers and the JSON writer are reused, and an order costs no garbage here but its command.

/// <summary>A request to the Binance API.</summary>
internal sealed class ExchangeCall : IDisposable
{
    private const int KeptBufferMax = 256 * 1024;

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _answer = new(1024);

    public ExchangeCall() => _json = new Utf8JsonWriter(_answer, WriterOptions);

    public HttpContext Http { get; private set; } = null!;

    public FormFields Fields { get; } = new();

    /// <summary>Room for what a signature covers, and for its computation.</summary>
    public byte[] SignedText { get; } = new byte[RequestSignature.HeadLength + FormFields.TextMax];

    public ExchangeListing Listing { get; set; } = null!;

    /// <summary>When the request came in, in microseconds.</summary>
    public long NowUs { get; private set; }

    /// <summary>Whose request it is; set where the route asks for an account.</summary>
    public AccountId Account { get; set; }

    public ApiRefusal? Refusal { get; private set; }

    public int Status { get; set; }

    /// <summary>What the call weighs beyond its route's weight.</summary>
    public int ExtraWeight { get; set; }

    /// <summary>Whether times are told in microseconds instead of milliseconds.</summary>
    public bool Microseconds { get; set; }

    /// <summary>The answer so far.</summary>
    public Utf8JsonWriter Json => _json;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Whether nothing was refused and every parameter that came was read. To be asked before anything is done.</summary>
    public bool Accepted
    {
        get
        {
            if (Refusal is null && Fields.ReadCount < Fields.Count)
                Refuse(ApiRefusal.Unread(Fields.ReadCount, Fields.Count));

            return Refusal is null;
        }
    }

    public void Begin(HttpContext http, long nowUs)
    {
        (Http, NowUs) = (http, nowUs);
        (Account, Refusal, Status, ExtraWeight, Microseconds) = (default, null, StatusCodes.Status200OK, 0, false);
    }

    /// <summary>Keeps the first refusal.</summary>
    public void Refuse(ApiRefusal refusal) => Refusal ??= refusal;

    /// <summary>Forgets what was written and answers with the refusal instead.</summary>
    public void AnswerRefusal(ApiRefusal refusal)
    {
        Clear();
        Status = refusal.Status;
        _json.WriteRefusal(refusal);
    }

    /// <summary>Sends the answer.</summary>
    public ValueTask<System.IO.Pipelines.FlushResult> Send()
    {
        _json.Flush();
        var response = Http.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json;charset=UTF-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = _answer.WrittenCount;
        response.BodyWriter.Write(_answer.WrittenSpan);
        return response.BodyWriter.FlushAsync();
    }

    /// <summary>Makes the call ready for the next request.</summary>
    public void End()
    {
        Http = null!;
        Clear();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>A time as the caller wants it told.</summary>
    public long Time(long us) => Microseconds ? us : us / 1000;

    private void Clear()
    {
        if (_answer.Capacity > KeptBufferMax)
            _answer = new ArrayBufferWriter<byte>(1024);
        else
            _answer.ResetWrittenCount();

        _json.Reset(_answer);
    }
}
