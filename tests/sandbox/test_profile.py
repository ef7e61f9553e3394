"""Changing one's own profile: what is validated, cut off, left alone or refused."""

import base64
import io

import pytest
from PIL import Image

UPDATE = "/api/v1/accounts/update_credentials"
PROFILE = "/api/v1/profile"


@pytest.fixture
def ann(world):
    return world.person("profiled")


def change(person, status=200, path=UPDATE, **values):
    return person.patch(path, status, json=values)


def picture(kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, kind)
    return buffer.getvalue()


def test_fields_are_cut_off_and_need_names(ann):
    long = {"name": " " + "n" * 300, "value": "v" * 300}
    assert change(ann, fields_attributes=[long])["fields"][0] == {
        "name": "n" * 255,
        "value": "v" * 255,
        "verified_at": None,
    }
    refused = change(ann, 422, fields_attributes=[{"name": " ", "value": "v"}])
    assert refused == {
        "error": "Validation failed: Fields contains values with missing labels",
        "details": {
            "fields": [
                {
                    "error": "ERR_FIELDS_WITH_VALUES_MISSING_LABELS",
                    "description": "contains values with missing labels",
                }
            ]
        },
    }
    assert len(change(ann, fields_attributes="text")["fields"]) == 1
    assert change(ann, fields_attributes=[])["fields"] == []


def test_people_and_links_are_linked_in_notes_and_fields(world, ann):
    world.person("mentioned")
    changed = change(ann, note="by @mentioned", fields_attributes={"0": {"name": "With", "value": "@mentioned"}})
    link = '/@mentioned" class="u-url mention">@<span>mentioned</span></a></span>'
    assert link in changed["note"]
    assert link in changed["fields"][0]["value"]


@pytest.mark.parametrize("name", ["display_name", "note", "avatar_description", "locked", "indexable", "show_media"])
def test_null_is_refused_where_there_must_be_a_value(ann, name):
    assert change(ann, 422, **{name: None}) == {"error": "Record invalid"}


def test_null_where_nothing_is_a_value(ann):
    changed = change(ann, hide_collections="", discoverable=None, bot=None)
    assert (changed["hide_collections"], changed["discoverable"], changed["bot"]) == (None, None, False)


def test_values_of_another_kind_change_nothing(ann):
    change(ann, display_name="Ann", note="about")
    changed = change(ann, display_name=["a"], note={"a": 1}, attribution_domains="x.example", locked=[True])
    assert (changed["display_name"], changed["source"]["note"], changed["locked"]) == ("Ann", "about", False)
    assert changed["source"]["attribution_domains"] == []


def test_attribution_domains(ann):
    sent = ["https://one.example", "*.two.example", " three.example ", "", "one.example"]
    stored = change(ann, attribution_domains=sent)["source"]["attribution_domains"]
    assert stored == ["one.example", "two.example", "three.example"]
    refused = change(ann, 422, attribution_domains=["https://two.example/path", "a b", "x" * 64 + ".example"])
    assert refused["error"] == (
        "Validation failed: Attribution domains two.example/path is not a valid domain name, "
        f"Attribution domains a b is not a valid domain name, "
        f"Attribution domains {'x' * 64}.example is not a valid domain name"
    )
    assert refused["details"]["attribution_domains"][0]["error"] == "ERR_INVALID_DOMAIN_ON_LINE"
    many = change(ann, 422, attribution_domains=[f"d{number}.example" for number in range(101)])
    assert many["error"] == "Validation failed: Attribution domains is too long (maximum is 100 characters)"
    assert change(ann, attribution_domains=None)["source"]["attribution_domains"] == stored
    assert change(ann, attribution_domains=[])["source"]["attribution_domains"] == []


def test_preferences_below_source(ann):
    changed = change(ann, source={"privacy": "unlisted", "language": "xx"})["source"]
    assert (changed["privacy"], changed["language"]) == ("unlisted", "xx")
    assert change(ann, source={"language": None, "privacy": None})["source"]["language"] == "xx"
    assert change(ann, source={"language": ""})["source"]["language"] == ""
    change(ann, 422, source={"privacy": "direct"})
    change(ann, path=PROFILE, source={"privacy": "public"})
    assert ann.get("/api/v1/accounts/verify_credentials")["source"]["privacy"] == "unlisted"


def test_texts_are_bounded(ann):
    refused = change(ann, 422, note="x" * 501, header_description="d" * 151)
    assert refused["error"] == (
        "Validation failed: Header description is too long (maximum is 150 characters), "
        "Note is too long (maximum is 500 characters)"
    )


def test_pictures(ann):
    url = "data:image/png;base64," + base64.b64encode(picture()).decode()
    made = change(ann, avatar=url, header=url)
    assert made["avatar"] == made["avatar_static"] != change(ann, avatar=None)["avatar"]
    assert change(ann, header="")["header"] == made["header"]
    assert change(ann, 400, avatar="text") == {"error": "Bad Request"}


@pytest.mark.parametrize("data", [b"", b"just text", b"RIFF\0\0\0\0WAVE", picture("AVIF")])
def test_pictures_of_other_types(ann, data):
    refused = ann.patch(UPDATE, 422, files={"avatar": ("a.png", data)})
    assert refused == {
        "error": "Validation failed: Avatar content type is invalid, Avatar is invalid",
        "details": {
            "avatar_content_type": [{"error": "ERR_INVALID", "description": "is invalid"}],
            "avatar": [{"error": "ERR_IS INVALID", "description": "is invalid"}],
        },
    }


def test_a_still_gif_has_a_png_beside_it(ann):
    made = ann.patch(UPDATE, files={"avatar": ("a.gif", picture("GIF"))})
    assert (made["avatar"][-4:], made["avatar_static"][-4:]) == (".gif", ".png")


def test_featured_hashtags_in_another_spelling(ann):
    made = ann.post("/api/v1/featured_tags", data={"name": "#Spelling"})
    assert ann.post("/api/v1/featured_tags", data={"name": "Spelling"}) == made
    taken = ann.post("/api/v1/featured_tags", 422, data={"name": "spelling"})
    assert taken["error"] == "Validation failed: Tag has already been taken"
    for name, error in {
        "a b": "Name is invalid",
        "123": "Name is invalid, Display name is invalid",
        "#": "Name can't be blank, Name is invalid",
    }.items():
        refused = ann.post("/api/v1/featured_tags", 422, data={"name": name})
        assert refused["error"] == f"Validation failed: {error}"


@pytest.mark.parametrize(("role", "permissions"), [(-99, "65536"), (1, "1115420"), (3, "8388607")])
def test_roles_have_the_permissions_of_everybody(world, ann, role, permissions):
    world.store.execute("UPDATE users SET role_id = ? WHERE account_id = ?", (role, ann.id))
    assert ann.get("/api/v1/accounts/verify_credentials")["role"]["permissions"] == permissions
