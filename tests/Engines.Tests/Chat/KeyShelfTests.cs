namespace OrleansLld.Chat;

public sealed class KeyShelfTests
{
    private static readonly Guid Phone = new(1, 0, 0, new byte[8]);
    private static readonly Guid Laptop = new(2, 0, 0, new byte[8]);

    private readonly KeyShelf _shelf = new(new KeyLimits(DevicesMax: 2, PackagesMax: 3, UsedMax: 2, WithdrawnMax: 2));

    [Fact]
    public void Packages_are_handed_out_oldest_first_and_each_once()
    {
        Add(Phone, "a", "b");

        _shelf.Take(Phone)!.Value.Hash.ShouldBe("a");
        _shelf.Take(Phone)!.Value.Hash.ShouldBe("b");
        _shelf.Take(Phone).ShouldBeNull();
        _shelf.Take(Laptop).ShouldBeNull();
    }

    [Fact]
    public void What_is_there_or_was_handed_out_is_not_taken_again()
    {
        Add(Phone, "a", "b");
        _shelf.Take(Phone);

        _shelf.Add(Phone, "a").ShouldBeNull();
        _shelf.Add(Phone, "b").ShouldBeNull();
        _shelf.CountOf(Phone).ShouldBe(1);
        _shelf.Add(Laptop, "a").ShouldNotBeNull();
    }

    [Fact]
    public void No_more_wait_than_may()
    {
        Add(Phone, "a", "b", "c");

        _shelf.Add(Phone, "d").ShouldBeNull();
        _shelf.Take(Phone);
        _shelf.Add(Phone, "d").ShouldNotBeNull();
    }

    [Fact]
    public void A_withdrawn_device_does_not_come_back_and_a_third_one_is_not_taken()
    {
        Add(Phone, "a");
        Add(Laptop, "a");
        var third = new Guid(3, 0, 0, new byte[8]);
        _shelf.Takes(third).ShouldBeFalse();

        _shelf.Withdraw(Phone).Number.ShouldNotBeNull();
        _shelf.Withdraw(Phone).Number.ShouldBeNull();

        _shelf.Takes(Phone).ShouldBeFalse();
        _shelf.Takes(third).ShouldBeTrue();
        _shelf.Stock.ShouldBe([(Laptop, 1)]);
    }

    [Fact]
    public void What_was_handed_out_longest_ago_is_forgotten_and_named()
    {
        Add(Phone, "a", "b", "c");

        var (first, second, third) = (_shelf.Take(Phone)!.Value, _shelf.Take(Phone)!.Value, _shelf.Take(Phone)!.Value);

        first.Forgotten.ShouldBeNull();
        second.Forgotten.ShouldBeNull();
        third.Forgotten.ShouldBe(first.Number);
        _shelf.Add(Phone, "b").ShouldBeNull();
    }

    private void Add(Guid device, params string[] hashes)
    {
        foreach (var hash in hashes)
            _shelf.Add(device, hash).ShouldNotBeNull();
    }
}
