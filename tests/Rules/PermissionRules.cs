using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel;

namespace Virtuos.Rules.Tests;

public sealed class PermissionRules(BareHouse house) : IClassFixture<BareHouse>
{
    [Fact]
    public void Every_use_case_asks_for_a_declared_permission()
    {
        using var scope = house.Site.Services.CreateScope();
        var permissions = house.Get<PermissionCatalogue>();
        foreach (var type in BareHouse.UseCases)
        {
            var act = scope.ServiceProvider.GetService(type);
            Assert.True(act is not null, $"{type.FullName} is not registered.");
            var code = (string)type.GetProperty("Permission")!.GetValue(act)!;
            Assert.True(permissions.All.Any(p => p.Code == code), $"{type.FullName} asks for '{code}', which no module declares.");
        }
    }

    [Fact]
    public void Every_permission_is_asked_for()
    {
        var sources = string.Concat(Tree.Files("modules", ".cs", ".razor").Concat(Tree.Files("platform", ".cs")).Where(f => !f.EndsWith("Module.cs", StringComparison.Ordinal)).Select(Tree.Read));
        Assert.Empty(house.Get<PermissionCatalogue>().All.Where(p => !sources.Contains($"\"{p.Code}\"", StringComparison.Ordinal)).Select(p => p.Code));
    }

    [Fact]
    public void Every_menu_item_needs_a_declared_permission_and_has_a_text()
    {
        var permissions = house.Get<PermissionCatalogue>();
        var texts = house.Get<Kernel.Language.Texts>();
        foreach (var item in Host.House.Modules.SelectMany(m => m.Menu))
        {
            Assert.Equal(item.Permission, permissions[item.Permission].Code);
            Assert.True(texts.Has(item.TextKey), item.TextKey);
        }
    }
}
