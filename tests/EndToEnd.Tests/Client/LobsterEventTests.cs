using OrleansLld.Exchange.Replay;

namespace OrleansLld.Client;

public sealed class LobsterEventTests
{
    [Fact]
    public void A_line_is_read_field_by_field()
    {
        LobsterEvent.TryParse("34200.004241176,1,16113575,18,5853300,-1", out var it).ShouldBeTrue();

        it.ShouldBe(new LobsterEvent(LobsterKind.New, 16_113_575, 18, 5_853_300, LobsterDirection.Sell));
    }

    [Theory]
    [InlineData("")]
    [InlineData("time,type,order id,size,price,direction")]
    [InlineData("34200.0,1,16113575,18,5853300")]
    [InlineData("34200.0,1,16113575,18,5853300,1,9")]
    [InlineData("34200.0,1,16113575,18,5853300,0")]
    [InlineData("34200.0,1,16113575,1.5,5853300,1")]
    [InlineData("34200.0,1,99999999999999999999,18,5853300,1")]
    public void A_line_of_another_shape_is_not_one(string line) => LobsterEvent.TryParse(line, out _).ShouldBeFalse();
}
