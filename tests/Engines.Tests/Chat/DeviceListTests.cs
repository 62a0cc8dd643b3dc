namespace OrleansLld.Chat;

public sealed class DeviceListTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DeviceList _list = new(devicesMax: 3, removedMax: 2);
    private readonly Guid[] _ids = [.. Enumerable.Range(1, 9).Select(number => new Guid(number, 0, 0, new byte[8]))];

    [Fact]
    public void A_device_is_entered_once_and_may_change_its_name()
    {
        _list.Enter(_ids[0], "phone", Start).Device.ShouldBe(new ListedDevice(_ids[0], "phone", Start, null));
        _list.Enter(_ids[0], "phone", Start.AddDays(1)).ShouldBe(new DeviceRuling(true, null));
        _list.Enter(_ids[0], "old phone", Start.AddDays(1)).Device.ShouldBe(new ListedDevice(_ids[0], "old phone", Start, null));
    }

    [Fact]
    public void One_too_many_is_refused_until_another_is_removed()
    {
        for (var i = 0; i < 3; i++)
            _list.Enter(_ids[i], "one", Start.AddHours(i)).IsTaken.ShouldBeTrue();

        _list.Enter(_ids[3], "one", Start).IsTaken.ShouldBeFalse();
        _list.Remove(_ids[1], Start).Removed.ShouldNotBeNull();
        _list.Enter(_ids[3], "one", Start.AddHours(9)).IsTaken.ShouldBeTrue();
        _list.Present.Select(device => device.Id).ShouldBe([_ids[0], _ids[2], _ids[3]]);
    }

    [Fact]
    public void A_removed_device_does_not_come_back_until_it_is_forgotten()
    {
        for (var i = 0; i < 3; i++)
        {
            _list.Enter(_ids[i], "one", Start);
            _list.Remove(_ids[i], Start.AddHours(i)).Forgotten.ShouldBe(i == 2 ? _ids[0] : null);
            _list.Remove(_ids[i], Start.AddHours(i)).ShouldBe((null, null));
        }

        _list.Enter(_ids[1], "one", Start).IsTaken.ShouldBeFalse();
        _list.Enter(_ids[2], "one", Start).IsTaken.ShouldBeFalse();
        _list.Enter(_ids[0], "one", Start).IsTaken.ShouldBeTrue();
    }
}
