using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Host;
using Virtuos.Kernel;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Rules.Tests;

/// <summary>Maps of the house drawn from the program itself; a stale one fails.</summary>
public sealed class Maps(BareHouse house) : IClassFixture<BareHouse>
{
    private const string Note = "<!-- Drawn by tests/Rules; VIRTUOS_UPDATE=1 ./test rules draws it anew. -->\n\n";

    [Fact]
    public void The_map_of_modules_is_fresh()
    {
        var page = new StringBuilder($"# Modules\n\n{Note}| module | schema | use cases | pages | handles | jobs |\n|---|---|---|---|---|---|\n");
        foreach (var module in House.Modules)
        {
            var types = module.Assembly.GetTypes();
            page.Append($"| {module.GetType().Name[..^6]} | {module.Name} | {BareHouse.UseCases.Count(t => t.Assembly == module.Assembly)} ");
            page.Append($"| {types.Count(t => t.GetCustomAttributes(typeof(Microsoft.AspNetCore.Components.RouteAttribute), false).Length > 0)} ");
            page.Append($"| {house.Get<Subscriptions>().All.Count(s => s.Handler.Assembly == module.Assembly)} ");
            page.Append($"| {types.Count(t => !t.IsAbstract && typeof(Kernel.Jobs.IJob).IsAssignableFrom(t))} |\n");
        }
        Tree.AssertFresh("modules.md", page.ToString());
    }

    [Fact]
    public void The_map_of_messages_is_fresh()
    {
        var all = house.Get<Subscriptions>().All;
        var page = new StringBuilder($"# Messages\n\n{Note}| message | kind | published by | handled by |\n|---|---|---|---|\n");
        foreach (var message in typeof(Contracts.Records.DocumentRegistered).Assembly.GetTypes().Where(t => typeof(IMessage).IsAssignableFrom(t)).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            var publishers = Tree.Files("modules", ".cs").Where(f => !f.Contains("/Seeding/", StringComparison.Ordinal) && Regex.IsMatch(Tree.Read(f), $@"\bnew {message.Name}\(")).Select(f => Path.GetFileNameWithoutExtension(f)).Distinct();
            page.Append($"| {message.Namespace!.Split('.')[^1]}.{message.Name} | {(typeof(IOrder).IsAssignableFrom(message) ? "order" : "event")} | {string.Join(", ", publishers)} ");
            page.Append($"| {string.Join(", ", all.Where(s => s.Message == message).Select(s => $"{s.Handler.Assembly.GetName().Name![8..]}.{s.Handler.Name}").Order(StringComparer.Ordinal))} |\n");
        }
        Tree.AssertFresh("messages.md", page.ToString());
    }

    [Fact]
    public void The_map_of_permissions_is_fresh()
    {
        var page = new StringBuilder($"# Permissions\n\n{Note}| permission | who | roles |\n|---|---|---|\n");
        foreach (var permission in house.Get<PermissionCatalogue>().All.OrderBy(p => p.Code, StringComparer.Ordinal))
            page.Append($"| {permission.Code} | {permission.Audience} | {string.Join(", ", permission.Roles)} |\n");
        Tree.AssertFresh("permissions.md", page.ToString());
    }

    [Fact]
    public void The_map_of_the_contract_is_fresh()
    {
        Dictionary<string, (List<string> Parts, bool Whole, List<string> Tests)> rows = [];
        foreach (var file in Tree.Files("tests", ".cs"))
        {
            var source = Tree.Read(file);
            foreach (Match claim in Regex.Matches(source, @"\bContract\(""([A-Z]+\d+)""(?:,\s*Part\s*=\s*""((?:[^""\\]|\\.)*)"")?\)"))
            {
                if (Regex.Match(source[claim.Index..], @"\b(?:class|Task|void)\s+(\w+)") is not { Success: true } named) continue;
                if (!rows.TryGetValue(claim.Groups[1].Value, out var row)) row = ([], false, []);
                if (claim.Groups[2].Success) row.Parts.Add(claim.Groups[2].Value);
                else row.Whole = true;
                row.Tests.Add(named.Groups[1].Value);
                rows[claim.Groups[1].Value] = row;
            }
        }
        var page = new StringBuilder($"# The contract, as far as it is proven\n\n{Note}Rows that are not listed are open.\n\n| ID | state | tests |\n|---|---|---|\n");
        foreach (var (id, row) in rows.OrderBy(r => r.Key, StringComparer.Ordinal))
            page.Append($"| {id} | {(row.Whole ? "proven" : $"part: {string.Join("; ", row.Parts.Distinct())}")} | {string.Join(", ", row.Tests.Distinct())} |\n");
        Tree.AssertFresh("contract.md", page.ToString());
    }

    [Fact]
    public async Task The_description_of_the_api_is_fresh()
    {
        await house.Site.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new(house.Site.Urls.First()) };
        var document = await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        Tree.AssertFresh("openapi.json", Regex.Replace(document, @"""servers"": \[.*?\],\s*", "", RegexOptions.Singleline) + "\n");
    }
}
