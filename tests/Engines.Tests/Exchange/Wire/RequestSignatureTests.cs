using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace OrleansLld.Exchange.Wire;

/// <summary>The worked examples are those of Binance's documentation.</summary>
public sealed class RequestSignatureTests
{
    private const string Secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    private const string Head = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC";
    private const string Tail = "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
    private const string Whole = "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";
    private const string Mixed = "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77";

    [Theory]
    [InlineData("", $"{Head}&{Tail}&signature={Whole}", Whole)]
    [InlineData($"{Head}&{Tail}&signature={Whole}", "", Whole)]
    [InlineData(Head, $"{Tail}&signature={Mixed}", Mixed)]
    public void The_documented_examples_are_valid(string query, string body, string signature)
    {
        IsValid(query, body, signature).ShouldBeTrue();
        IsValid(query, body, signature.ToUpperInvariant()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("c8db")]
    [InlineData("z8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71")]
    [InlineData("d8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71")]
    [InlineData(Whole + "00")]
    public void Any_other_signature_is_not(string signature) =>
        IsValid($"{Head}&{Tail}&signature={signature}", "", signature).ShouldBeFalse();

    [Fact]
    public void A_changed_letter_breaks_the_signature() =>
        IsValid($"{Head}&{Tail.Replace("price=0.1", "price=0.2", StringComparison.Ordinal)}&signature={Whole}", "", Whole).ShouldBeFalse();

    [Fact]
    public void It_is_the_platforms_hmac_for_keys_and_texts_of_any_length() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 400]).Sample((key, text) =>
        {
            byte[] headAndText = [.. new byte[RequestSignature.HeadLength], .. text];
            var signature = Encoding.ASCII.GetBytes(Convert.ToHexString(HMACSHA256.HashData(key, text)));
            RequestSignature.IsValid(key, headAndText, signature).ShouldBeTrue();
        });

    private static bool IsValid(string query, string body, string signature)
    {
        var fields = new FormFields();
        fields.Read(query, Encoding.ASCII.GetBytes(body)).ShouldBe(FormOutcome.Read);
        var text = new byte[RequestSignature.HeadLength + FormFields.TextMax];
        var length = fields.CopySigned("signature"u8, text.AsSpan(RequestSignature.HeadLength));
        return RequestSignature.IsValid(
            Encoding.ASCII.GetBytes(Secret), text.AsSpan(0, RequestSignature.HeadLength + length), Encoding.ASCII.GetBytes(signature));
    }
}
