using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Virtuos.Kernel.Demo;

namespace Virtuos.Journeys.Tests.Tour;

// What the records managers of the town have left: a type file, a held file with a reference, a plan that is not adopted yet.
public sealed partial class LivedTown
{
    public Guid TypeFile { get; private set; }

    /// <summary>A file plan that was taken in and not adopted.</summary>
    public Guid Proposal { get; private set; }

    /// <summary>A bulk act, a scan that nobody has confirmed, a route of approval.</summary>
    public Guid Series { get; private set; }

    public Guid Scan { get; private set; }

    public Guid Route { get; private set; }

    /// <summary>A message that waits for a decision.</summary>
    public Guid Held { get; private set; }

    /// <summary>A disposal procedure that waits for the archive.</summary>
    public Guid Procedure { get; private set; }

    // The file has a neighbour it refers to and a reason to be kept; the plan is about to change.
    private async Task Keep(IPage clerk, IPage room)
    {
        await clerk.GotoAsync("/stul/typove-spisy");
        await clerk.Locator("#Name").FillAsync("Budova školy čp. 12");
        await Press(clerk, "Založit typový spis");
        TypeFile = await Town.Scalar<Guid>("select id from records.type_file limit 1");
        await clerk.GotoAsync($"/stul/spis/{File}");
        await clerk.GetByText("Přidat křížový odkaz").ClickAsync();
        await clerk.Locator("#To").FillAsync((await Town.Scalar<string>("select reference_number from records.document where id = $1", Waiting))!);
        await Press(clerk, "Přidat odkaz");
        await room.GotoAsync($"/stul/spis/{File}");
        await room.GetByText("Pozastavit vyřazení", new() { Exact = true }).ClickAsync();
        await room.Locator("#HoldReason").FillAsync("Soudní spor");
        await Press(room, "Pozastavit vyřazení spisu");
        var plan = await room.APIRequest.GetAsync("/stul/spisovy-plan.xml");
        await room.GotoAsync("/stul/spisovy-plan");
        await room.Locator("#Plan").SetInputFilesAsync(new FilePayload { Name = "plan.xml", MimeType = "application/xml", Buffer = Encoding.UTF8.GetBytes((await plan.TextAsync()).Replace("Poplatek ze psů", "Poplatek za psa", StringComparison.Ordinal)) });
        await Press(room, "Nahrát a porovnat");
        Proposal = await Town.Scalar<Guid>("select id from records.file_plan limit 1");
        // Files of long ago cannot be made by hand today; the demo takes them over.
        foreach (var (demo, day) in new[] { ("DisposalDemo", new DateOnly(2026, 1, 8)), ("SeriesDemo", new(2026, 1, 7)), ("RoutesDemo", new(2026, 1, 7)), ("IntakeDemo", new(2026, 1, 6)) })
            await Town.Services.GetServices<IDemoDay>().Single(d => d.GetType().Name == demo).Live(Town.Services, day, CancellationToken.None);
        await room.GotoAsync("/stul/sken");
        await room.Locator("#Scan").SetInputFilesAsync(new FilePayload { Name = "sken.png", MimeType = "image/png", Buffer = await room.ScreenshotAsync() });
        await Press(room, "Nahrát sken");
        Scan = await Town.Scalar<Guid>("select id from records.scan limit 1");
        Series = await Town.Scalar<Guid>("select id from records.series order by created_at limit 1");
        Route = await Town.Scalar<Guid>("select id from records.approval_route limit 1");
        Held = await Town.Scalar<Guid>("select id from mailroom.incoming_message where state = 'SetAside' and office = (select id from directory.office where slug = 'chomutov') limit 1");
        Procedure = await Town.Scalar<Guid>("select id from records.disposal_procedure limit 1");
    }
}
