using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;
using Virtuos.Records.Demo;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class DecisionsDemoTests
{
    [Fact]
    public async Task Three_weeks_of_the_demo_leave_decisions_on_every_stretch_of_their_way()
    {
        await using var town = await Town.Found();
        var (papers, decisions) = (new RecordsDemo(), new DecisionsDemo());
        var day = new DateOnly(2026, 3, 10);
        for (var i = 0; i < 15; i++, day = WorkingDays.Next(day))
        {
            town.Clock.Set(Prague.Start(day).AddHours(9));
            await papers.Live(town.Services, day, TestContext.Current.CancellationToken);
            await decisions.Live(town.Services, day, TestContext.Current.CancellationToken);
            await town.Services.GetRequiredService<Dispatcher>().Drain(TestContext.Current.CancellationToken);
        }
        var states = await town.Scalar<string[]>("select array_agg(distinct state) from records.document where kind = 'Own'");
        Assert.True(states!.Length >= 3, string.Join(", ", states));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from records.own_document where approved_at is not null and statement || reasons || body ~ '\\[doplňte'"));
    }
}
