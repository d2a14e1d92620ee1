/** Everybody, and finding somebody. */
import { Input } from "antd";
import { useState } from "react";
import type { OfficePerson } from "../../api/types";
import { zh } from "../../messages/zh";
import { People, rolesInWords } from "./lists";
import { useViewed } from "./Viewed";

const text = zh.organisation;

export function PeopleTab() {
  const { office } = useViewed();
  const [words, setWords] = useState("");
  return (
    <>
      <Input.Search
        className="people-search"
        aria-label={text.search}
        placeholder={text.search}
        value={words}
        allowClear
        onChange={({ target }) => setWords(target.value)}
      />
      <People withUnit people={office.people.filter((person) => isMeant(person, words))} />
    </>
  );
}

function isMeant(person: OfficePerson, words: string): boolean {
  const said = [person.name, person.username, person.title, person.unit?.name, rolesInWords(person.roles)].join(" ");
  return words
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.toLowerCase().includes(word));
}
