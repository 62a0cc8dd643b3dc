namespace OrleansLld.Accounts;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_password_has_8_to_128_characters(int length, bool accepted) =>
        AccountRules.IsPassword(new string('x', length)).ShouldBe(accepted);
}
